"""What the checkers ask of one round they answer of that round alone; asked of all, of each; and of what
holds, never of what was undone.
"""

from __future__ import annotations

import re

import pytest
from money_checks import holds
from money_faults import (
    CLAIMED,
    RESERVED,
    SAME_CARD,
    SEASONS,
    SENT,
    WITHOUT_CLAIM,
    WITHOUT_PAYMENT,
)
from owners_edits import after

from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.models import Award, Payment, Round
from bangfu.rounds.queries import check_money as payouts
from bangfu.scope.actors import acting, operator
from harness import connect_to
from makers import payees, rounds
from makers.funds import make_fund

#: What only all rounds together tell.
WHOLE = (
    WITHOUT_PAYMENT,
    WITHOUT_CLAIM,
    SAME_CARD,
    RESERVED,
    SEASONS,
    "有同一人：",
    "与同季另一批次",
)
#: A payment that names a round that is none is of none.
OF_NO_ROUND = "set round_id = round_id +"
BOTH_LIVE = """
drop index payment_one_live; update rounds_payment set state = 'returned' where state = 'closed'
"""


@pytest.fixture
def world(fresh_database) -> payees.World:
    """Two families in each of two counties, and a fund beside theirs that nobody used."""
    world = payees.make_world()
    payees.families(world, 2)
    payees.families(world, 2, start=11, union="huazhou")
    with acting(operator()):
        make_fund(world.unions["city"], world.fund.programme, name="另一项资金")
    return world


@pytest.fixture
def two(world) -> list[Round]:
    """A round of each county, released."""
    return [rounds.released(world, area_code=area) for area in ("440981", "440982")]


def of_each(two: list[Round], faults: list[tuple[str, str, str]]) -> list[tuple[str, list[str]]]:
    """The statements after which the rounds, each asked alone, don't tell together what all are told."""
    differing = []
    for _words, tables, statement in faults:
        every = after(payouts.check_money, tables, statement)
        alone = [
            line
            for round_ in two
            for line in after(lambda asked=round_.pk: payouts.check_round(asked), tables, statement)
        ]
        wanted = [line for line in every if not any(re.search(words, line) for words in WHOLE)]
        if sorted(alone) != sorted(wanted):
            differing.append((statement, sorted({*alone} ^ {*wanted}) or alone))
    return differing


def test_of_two_rounds_each_tells_its_own(world, two, fresh_database):
    for round_ in two:
        rounds.send(world, round_)
    holds()
    connect_to(fresh_database, owner=True)
    with acting(operator()):
        assert of_each(two, [fault for fault in SENT if OF_NO_ROUND not in fault[2]]) == []


def test_of_two_rounds_each_tells_its_own_claims(world, two, fresh_database):
    for round_ in two:
        rounds.answered(world, round_)
        with acting(operator()):
            award = Award.objects.filter(round=round_).order_by("sequence")[0]
        recover_payment(
            round_id=round_.pk, award_id=award.pk, amount_fen=award.amount_fen, reason="重复享受",
            version=None, on=payees.TODAY, by=world["approver"],
        )  # fmt: skip
    holds()
    connect_to(fresh_database, owner=True)
    with acting(operator()):
        assert of_each(two, CLAIMED) == []


@pytest.fixture
def paid_again(world) -> Round:
    """Sent back by the bank, closed by a decision, and paid once more."""
    round_ = rounds.released(world, area_code="440981")
    rounds.answered(world, round_, return_every=2)
    with acting(operator()):
        award = Award.objects.get(round=round_, payments__state="returned")
    decide_return(
        round_id=round_.pk, award_id=award.pk, outcome=ReturnOutcome.AGAIN, reason="补发",
        version=None, on=payees.TODAY, by=world["approver"],
    )  # fmt: skip
    return rounds.release(world, round_)


def test_who_is_paid_again_is_no_second_payment_until_both_are_live(paid_again, fresh_database):
    with acting(operator()):
        states = Payment.objects.values_list("award", "state").order_by("award", "pk")
        assert sorted(state for _, state in states) == ["closed", "paid", "released"]
    holds()
    connect_to(fresh_database, owner=True)
    with acting(operator()):
        told = after(payouts.check_money, "rounds_payment", BOTH_LIVE)
    assert [line for line in told if line.endswith("号有 2 笔有效发放")]


def test_of_places_that_were_given_back_nobody_asks_whether_they_were_allowed(two, fresh_database):
    connect_to(fresh_database, owner=True)
    statement = "update rounds_needclaim set nth = 2{}"
    first = " ; update rounds_needclaim set holds = false where id = (select min(id) from rounds_needclaim)"
    with acting(operator()):
        every, fewer, none = (
            [
                re.findall(r"4409\d{2}-2010-(\d{5})", line)
                for line in after(payouts.check_money, "rounds_needclaim", statement.format(more))
                if re.search(SEASONS, line)
            ]
            for more in ("", first, ", holds = false")
        )
    assert (every, fewer, none) == (
        [["00001", "00002"], ["00011", "00012"]],
        [["00002"], ["00011", "00012"]],
        [],
    )
