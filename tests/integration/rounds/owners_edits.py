"""What an intruder with the owner's rights does to the tables, and what a check then finds."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import DatabaseError, connection, transaction


def after(check: Callable[[], list[str]], tables: str, statement: str) -> list[str]:
    """What a check finds after a fault in these tables, which is then undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in tables.split():
                cursor.execute(f"alter table {table} disable trigger user")
            cursor.execute(statement)
            cursor.execute("set constraints all immediate")
            for table in tables.split():
                cursor.execute(f"alter table {table} enable trigger user")
        faults = check()
        transaction.set_rollback(True)
    return faults


def refused_by(words: str, error: DatabaseError) -> bool:
    """Whether it is a guard that speaks so, not a constraint or a missing right."""
    return re.search(words, str(error)) is not None
