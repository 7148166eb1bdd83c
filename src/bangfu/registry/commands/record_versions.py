"""Record versions in the register: the one way in, whoever brings them.

Nothing on file is overwritten, and content that is on file already makes no version. The order of
locks is that of all writers: the households that change, by id; then rows are only inserted, and lists
follow. Whoever brings much holds its own lock first (an import its batch and the merging).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from bangfu.acts.frame import part_of_act

from .recording.brought import Bringer, Brought
from .recording.building import Builder
from .recording.writing import write

HOLD = "select id from registry_household where file_no = any(%s) order by id for no key update"
RENEW = "select registry_renew_statistics(%s)"


@part_of_act
def record_versions(brought: Brought, bringer: Bringer) -> None:
    """Within the scope of who brings them: what lies outside it is refused by the database.

    What is brought was compared with what is on file; see `hold_households`.
    """
    write(Builder(bringer).build(brought), bringer, brought.day)


def hold_households(file_nos: Iterable[str]) -> None:
    """Hold files, by id, until the transaction ends: to be compared with, and then recorded anew.

    Not their key: rows that refer to them may be on their way in at the same time.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [sorted(set(file_nos))])


def renew_statistics(new_households: int) -> bool:
    """After many came in, the planner would take the tables for as small as they were."""
    with connection.cursor() as cursor:
        cursor.execute(RENEW, [new_households])
        return bool(cursor.fetchone()[0])
