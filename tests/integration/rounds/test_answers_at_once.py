"""A bank's answer from two connections: the second waits for the first, and sees what it did."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from money_checks import holds

from bangfu.kernel.errors import BangfuError
from bangfu.rounds.models import BankAnswer
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator
from makers import payees, rounds

WAITING = "select count(*) from pg_locks where not granted"


@pytest.fixture
def world(fresh_database) -> payees.World:
    world = payees.make_world()
    payees.families(world, 2)
    return world


def beside(act: Any) -> tuple[threading.Thread, list[Any]]:
    result: list[Any] = []

    def run() -> None:
        try:
            result.append(act())
        except BangfuError as error:
            result.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, result


def wait_for(thread: threading.Thread) -> bool:
    """Whether it came to wait for a lock."""
    with connection.cursor() as cursor:
        while thread.is_alive():
            cursor.execute(WAITING)
            if cursor.fetchone() != (0,):
                return True
    return False


@pytest.mark.parametrize("reorder", [False, True])
def test_it_is_taken_once(world, reorder):
    """The same file, and one that says the same in another order."""
    round_ = rounds.released(world)
    rows = rounds.send(world, round_)
    first, second = (answer_rows(rows, Behaviour(reorder=each)) for each in (False, reorder))
    with transaction.atomic():
        assert rounds.answer(world, round_, first).paid == 2
        other, result = beside(lambda: rounds.answer(world, round_, second))
        assert wait_for(other)
    other.join(timeout=60)
    (taken,) = result
    assert (taken.new, taken.waiting) == (reorder, 0)
    with acting(operator()):
        counted = list(BankAnswer.objects.order_by("pk").values_list("paid_count", flat=True))
    assert counted == ([2, 0] if reorder else [2])
    holds()
