"""What people call what the log holds. Each app says it of its own entries, in `log_words.py`.

The log keeps codes and ids; words are looked up when an entry is read, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices

from bangfu.kernel.words import Word

#: Codes of a detail with their marked phrases, or the words that have a `label` themselves.
Codes = type[Word] | type[TextChoices] | Mapping[str, str]


@dataclass(frozen=True)
class LogWords:
    """Phrases are marked, not spoken (`kernel.phrases`).

    Attributes:
        actions: acts beside those that a duty's title already names.
        subjects: kinds of subject.
        details: keys of the detail.
        codes: for a detail or a kind of subject, what its values are called.
        unnumbered: kinds of subject that no number tells apart for a reader.
        looks: acts among `actions` by which something is only seen or taken away.
        internal: details that are ids of rows shown nowhere by a number.
    """

    actions: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Codes] = field(default_factory=dict)
    unnumbered: frozenset[str] = frozenset()
    looks: frozenset[str] = frozenset()
    internal: frozenset[str] = frozenset()
