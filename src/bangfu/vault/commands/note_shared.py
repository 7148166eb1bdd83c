"""Note of files which numbers others have, too, where it was found out otherwise."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from bangfu.acts.frame import part_of_act


@part_of_act
def note_shared(household_refs: Collection[int]) -> None:
    """The database notes it when numbers come in; two that come in the same moment it misses."""
    with connection.cursor() as cursor:
        cursor.execute("select vault_note_shared(%s)", [list(household_refs)])
