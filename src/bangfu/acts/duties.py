"""What somebody may be charged with: one duty for each use case and each kind of reading.

Pure, so that tables of states may name them. An app declares its own in its `duties.py`; which
role holds which is said in `acts.roles` alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from bangfu.kernel.phrases import phrase


@dataclass(frozen=True)
class Duty:
    """Attributes:
    code: `app.act`; by this name the log, the events and the database know the act.
    source: what people call it, marked for translators; `title` says it in the reader's language.
    logged: whether the log tells of acts by this very name.
    looks: whether who has it only sees something, or takes it away, and changes nothing.
    """

    code: str
    source: str
    logged: bool = True
    looks: bool = False

    @property
    def title(self) -> str:
        return phrase(self.source)

    def __str__(self) -> str:
        return self.code
