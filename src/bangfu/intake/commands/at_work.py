"""A sign that a process is at an import which no job of the queue brings to its end.

A lock of its connection: it goes with the process, however that ends, so that nobody has to guess by
the clock whether somebody still comes back. It is taken in the transaction that makes the batch: there is
no moment at which others see the batch without the sign, and close it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

#: First key of the advisory locks; the second is the batch.
AT_WORK = 730_200


def be_at_work_on(batch_id: int) -> None:
    """Until `leaving_work_on` ends, or the connection does."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s, %s)", [AT_WORK, batch_id])


@contextmanager
def leaving_work_on(batch_id: int) -> Iterator[None]:
    """What this process is at already; with the block it leaves."""
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:  # gone with the connection
            cursor.execute("select pg_advisory_unlock(%s, %s)", [AT_WORK, batch_id])


def is_anybody_at(batch_id: int) -> bool:
    """Asked within a transaction, which else holds the place until its end."""
    with connection.cursor() as cursor:
        cursor.execute("select not pg_try_advisory_xact_lock(%s, %s)", [AT_WORK, batch_id])
        return bool(cursor.fetchone()[0])
