"""Each question of the money's checkers finds the fault that it is for, and says so.

That something is found is not enough: another question may have noticed by the way.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from money_faults import BACK, CLAIMED, SENT
from owners_edits import after

from bangfu.documents.spreadsheets.cells import sheet_of_texts
from bangfu.funds.commands.answer_reversal import answer_reversal
from bangfu.funds.commands.propose_reversal import propose_reversal
from bangfu.funds.enums import ReversalOutcome
from bangfu.funds.models import Transfer
from bangfu.funds.queries import check_money as ledger
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.models import Award
from bangfu.rounds.queries import check_money as payouts
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator
from harness import connect_to
from makers import payees, rounds
from makers.funds import make_fund


def check_money() -> list[str]:
    return ledger.check_money() + payouts.check_money()


@pytest.fixture
def world(fresh_database) -> payees.World:
    """Two families to be paid, and a second fund."""
    world = payees.make_world()
    payees.families(world, 2)
    with acting(operator()):
        make_fund(world.unions["city"], world.fund.programme, name="另一项资金")
    return world


def missed(database: str, faults: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Those of which the checkers do not say what was to be said."""
    with acting(operator()):
        assert check_money() == []
    connect_to(database, owner=True)
    with acting(operator()):
        return [
            (words, tables, statement)
            for words, tables, statement in faults
            if not any(re.search(words, line) for line in after(check_money, tables, statement))
        ]


def test_what_was_sent(world, fresh_database):
    rounds.send(world, rounds.released(world))
    assert missed(fresh_database, SENT) == []


def test_a_roster_of_just_what_was_decided_accuses_nobody(world):
    """Two families at 2,000 yuan each."""
    rounds.rostered(world, total=400_000)
    with acting(operator()):
        assert sum(Award.objects.values_list("amount_fen", flat=True)) == 400_000
        assert check_money() == []


def test_what_came_back_and_what_was_reversed(world, fresh_database):
    round_ = rounds.released(world)
    sent = rounds.send(world, round_)
    rounds.answer(world, round_, answer_rows(sent, Behaviour(return_every=2)))
    one_late = [sheet_of_texts(answer_rows(sent, Behaviour(return_every=1)))]
    rounds.take_sheets(world, round_, one_late, on=payees.TODAY + timedelta(days=3))
    with acting(operator()):
        receipt = Transfer.objects.get(reason="receive").pk
    about = {"fund_id": world.fund.pk, "on": payees.TODAY}
    asked = {"receipt_id": receipt, "amount_fen": 500, "reason": "多记", "by": world["planner"]}
    proposed = propose_reversal(**about, **asked)
    done = {"reversal_id": proposed.pk, "outcome": ReversalOutcome.DONE, "reason": ""}
    answer_reversal(**about, **done, by=world["approver"])
    assert missed(fresh_database, BACK) == []


def test_what_was_claimed_back_by_decision(world, fresh_database):
    round_ = rounds.released(world)
    rounds.answered(world, round_)
    with acting(operator()):
        award = Award.objects.order_by("sequence")[0]
    recover_payment(
        round_id=round_.pk, award_id=award.pk, amount_fen=award.amount_fen, reason="重复享受",
        version=None, on=payees.TODAY, by=world["approver"],
    )  # fmt: skip
    assert missed(fresh_database, CLAIMED) == []
