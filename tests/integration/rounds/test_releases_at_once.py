"""Releases from two connections whose files share, or come to share while one of them waits."""

from __future__ import annotations

import pytest
from django.db import transaction
from money_checks import holds

from bangfu.funds.queries import check_money as ledger
from bangfu.programmes.models import Programme
from bangfu.rounds.errors import AlreadyDone, NothingToRelease, StaleRound
from bangfu.rounds.models import Payment, Round
from bangfu.scope.actors import acting, operator
from beside import beside, until_it_waits
from makers import payees, rounds


@pytest.fixture
def world(fresh_database) -> payees.World:
    return payees.make_world()


def paid(round_: Round) -> list[str]:
    with acting(operator()):
        files = Payment.objects.filter(round=round_).values_list("household__file_no", flat=True)
        return sorted(number[-5:] for number in files)


def test_of_two_rounds_that_came_to_share_neither_pays_the_shared(world):
    (here,) = payees.families(world, 1, start=1)
    (there,) = payees.families(world, 1, start=2, union="huazhou")
    payees.families(world, 1, start=3)
    payees.families(world, 1, start=4, union="huazhou")
    one, other = (rounds.rostered(world, area_code=place) for place in ("440981", "440982"))
    payees.share_a_child(here, there)
    with transaction.atomic():
        rounds.release(world, one)
        thread, result = beside(lambda: rounds.release(world, other))
        until_it_waits(thread)
    thread.join(timeout=60)
    assert not isinstance(result[0], Exception)
    assert (paid(one), paid(other)) == (["00003"], ["00004"])
    with acting(operator()):
        assert ledger.check_money() == []


def test_what_comes_to_be_shared_while_a_release_waits_is_held_back(world):
    first, second = payees.families(world, 2)
    payees.families(world, 1, start=3)
    round_ = rounds.rostered(world)
    with transaction.atomic():
        Programme.objects.select_for_update(no_key=True).get(pk=round_.programme_id)
        thread, result = beside(lambda: rounds.release(world, round_))
        until_it_waits(thread)
        payees.share_a_child(first, second)
    thread.join(timeout=60)
    assert not isinstance(result[0], Exception)
    assert paid(round_) == ["00003"]
    with acting(operator()):
        assert ledger.check_money() == []


def test_one_round_is_released_once(world):
    payees.families(world, 2)
    round_ = rounds.rostered(world)
    with transaction.atomic():
        rounds.release(world, round_)
        thread, result = beside(lambda: rounds.release(world, round_))
        until_it_waits(thread)
    thread.join(timeout=60)
    assert isinstance(result[0], (AlreadyDone, NothingToRelease, StaleRound))
    assert paid(round_) == ["00001", "00002"]
    holds()
