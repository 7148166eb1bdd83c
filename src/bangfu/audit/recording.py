"""Write entries into the log; nothing else does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from psycopg.types.json import Jsonb

from bangfu.scope.actors import Actor
from bangfu.scope.copying import insert_objects
from bangfu.scope.prepared import run_prepared

from .models import Entry

#: Written as JSON: texts, counts, ids, lists of them.
Detail = Mapping[str, object]
#: By hand, for every page writes one. The database stamps what is left empty (`guards/entry.sql`).
ENTRY = """
insert into audit_entry
  (user_id, actor, role, union_id, action, subject_kind, subject, detail, era, xid, digest)
values (%s, %s, %s, %s, %s, %s, %s, %s, 0, 0, '')
"""


def record(
    actor: Actor,
    action: str,
    subject_kind: str,
    subject: object,
    detail: Detail | None = None,
    *,
    union_id: int | None = None,
) -> None:
    """Write that `actor` did `action` to a subject, in the running transaction.

    Args:
        action: `area.verb`, e.g. `casework.approve`; reads are `….read`.
        subject: number or id of what it was done to (a file number, a round's id), never a name.
        detail: counts, ids, codes, days, amounts in fen; never what somebody typed freely, for
            that may be personal: it stays with the subject.
        union_id: whose matter it is, when the actor is the machine and belongs to none.
    """
    union = actor.union_id or union_id
    by = (actor.user_id, actor.account or actor.name, actor.role, union)
    done = (action, subject_kind, str(subject), Jsonb(dict(detail or {})))
    run_prepared(ENTRY, [*by, *done])


def record_many(
    actor: Actor,
    action: str,
    subject_kind: str,
    subjects: Iterable[tuple[object, Detail]],
) -> None:
    """The same act done to many subjects at once: a row each, in one statement.

    Args:
        subjects: number or id of each subject with its detail; never personal data.
    """
    entries = [
        Entry(
            user_id=actor.user_id,
            actor=actor.account or actor.name,
            role=actor.role,
            union_id=actor.union_id,
            action=action,
            subject_kind=subject_kind,
            subject=str(subject),
            detail=dict(detail),
        )
        for subject, detail in subjects
    ]
    insert_objects(Entry, entries)
