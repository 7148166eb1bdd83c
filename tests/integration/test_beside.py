"""Tests of acts at once wait for what they say, and for nothing that another test does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import psycopg
import pytest
from django.db import connection, transaction

from beside import beside, until_it_waits
from harness import DATABASE, SERVER

pytestmark = pytest.mark.usefixtures("fresh_database")
LOCK = "select pg_advisory_xact_lock(7)"


def lock() -> str:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        return "held"


def test_it_comes_back_while_the_act_waits():
    """Though the transaction asked who is there before the act began."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_stat_activity")
        cursor.execute(LOCK)
        thread, ended = beside(lock)
        until_it_waits(thread)
        assert ended == []
    thread.join(timeout=60)
    assert ended == ["held"]


def test_what_the_act_ends_with_is_told():
    thread, ended = beside(lambda: 1 // 0)
    thread.join(timeout=60)
    assert isinstance(*ended, ZeroDivisionError)


@contextmanager
def somebody_waits_elsewhere() -> Iterator[None]:
    """In another database of the same server."""
    url = SERVER.urls(DATABASE)[1]
    with psycopg.connect(url) as holding, psycopg.connect(url, autocommit=True) as waiting:
        holding.execute(LOCK)
        elsewhere = Thread(target=waiting.execute, args=(LOCK,))
        elsewhere.start()
        try:
            yield
        finally:
            holding.commit()
            elsewhere.join(timeout=60)


def test_what_waits_for_nothing_is_told_though_another_database_waits():
    with somebody_waits_elsewhere():
        thread, ended = beside(lambda: time.sleep(0.5))
        with pytest.raises(AssertionError, match="nobody waits"):
            until_it_waits(thread)
    assert ended == [None]
