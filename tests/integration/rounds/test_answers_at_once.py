"""A bank's answer from two connections: the second waits for the first, and sees what it did."""

from __future__ import annotations

import pytest
from django.db import transaction
from money_checks import holds

from bangfu.rounds.models import BankAnswer, Payment
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator
from beside import beside, until_it_waits
from makers import payees, rounds


@pytest.fixture
def world(fresh_database) -> payees.World:
    world = payees.make_world()
    payees.families(world, 2)
    return world


def test_every_payment_of_the_round_is_held_until_it_is_taken_in(world):
    """Those, too, of which it says nothing: what it was compared with stays until then."""
    round_ = rounds.released(world)
    rows = rounds.send(world, round_)
    left = rows[2][1]

    def changed() -> None:
        with acting(operator()):
            Payment.objects.select_for_update().get(reference=left)

    with transaction.atomic():
        of_one = answer_rows(rows, Behaviour(lose=frozenset({left})))
        assert rounds.answer(world, round_, of_one).waiting == 1
        other, _result = beside(changed)
        until_it_waits(other)
    other.join(timeout=60)


@pytest.mark.parametrize("reorder", [False, True])
def test_it_is_taken_once(world, reorder):
    """The same file, and one that says the same in another order."""
    round_ = rounds.released(world)
    rows = rounds.send(world, round_)
    first, second = (answer_rows(rows, Behaviour(reorder=each)) for each in (False, reorder))
    with transaction.atomic():
        assert rounds.answer(world, round_, first).paid == 2
        other, result = beside(lambda: rounds.answer(world, round_, second))
        until_it_waits(other)
    other.join(timeout=60)
    (taken,) = result
    assert (taken.new, taken.waiting) == (reorder, 0)
    with acting(operator()):
        counted = list(BankAnswer.objects.order_by("pk").values_list("paid_count", flat=True))
    assert counted == ([2, 0] if reorder else [2])
    holds()
