"""What an intruder with the owner's rights does to the tables, and what a check then finds."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction

from bangfu.operations.database import django_database
from bangfu.operations.datafolder import data_folder
from bangfu.operations.embedded import EmbeddedServer
from bangfu.vault.keys import forget


def connect_to(name: str, *, owner: bool = False) -> None:
    """Look at a database of the test server as its owner, or as the running role again."""
    connection.close()
    declared = django_database(EmbeddedServer(data_folder()).urls(name)[0 if owner else 1])
    settings.DATABASES["default"].update(declared)
    connection.settings_dict.update(declared)
    forget()


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
