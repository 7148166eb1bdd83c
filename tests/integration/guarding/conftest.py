"""A migrated database as its owner sees it: who lays guards, and who could loosen them.

One copy for all tests of a module; what each of them does is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction

from harness import DATABASE, connect_to, copy_of

Execute = Callable[[str], None]


@pytest.fixture(scope="module")
def copied_database(django_db_setup, django_db_blocker) -> Iterator[str]:
    yield from copy_of(DATABASE, django_db_blocker)


@pytest.fixture
def as_owner(copied_database: str, django_db_blocker) -> Iterator[Execute]:
    """Executes as the owner, and so does `connection`."""
    with django_db_blocker.unblock():
        connect_to(copied_database, owner=True)
        with transaction.atomic():
            yield execute
            transaction.set_rollback(True)
        connect_to(DATABASE)


def execute(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)
