"""What a subject of log entries is called, and how it is found by that.

The log keeps ids. Each app says in its `log_subjects.py` how its own rows are named; the name is
looked up when an entry is read, by whoever may see the row today.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from bangfu.scope.actors import Actor


@dataclass(frozen=True)
class LogSubject:
    """A kind of subject that has a name.

    Attributes:
        kind: as entries write it.
        visible: the rows that an actor may see.
        columns: what the name is made of, as paths from the row.
        title: makes the name of the values of `columns`; one column is the name itself.
        called: finds the rows that a text names; None where nobody looks for them by a name.
        key: the column whose value entries write.
        address: the column by which the row's page is asked for.
        in_details: details hold the key too, under the name of the kind.
    """

    kind: str
    visible: Callable[[Actor], QuerySet[Model]]
    columns: tuple[str, ...]
    title: Callable[..., str] = str
    called: Callable[[str], Q] | None = None
    key: str = "id"
    address: str = "id"
    in_details: bool = False


@dataclass(frozen=True)
class LogReasons:
    """Where the reasons of a kind's acts are kept, for the log keeps nothing that somebody typed.

    Attributes:
        kind: of the subject, or of a detail, whose key `subject` holds.
        events: the model of its events (`acts.models.Event`), or of decisions that keep their reason.
        subject: the event's column that names the row.
        reader: code of the duty of who may read them.
        duty: of decisions, which have no column for it, the code of the act's.
        by: the column of who did it.
    """

    kind: str
    events: type[Model]
    subject: str
    reader: str
    duty: str = ""
    by: str = "by_user_id"
