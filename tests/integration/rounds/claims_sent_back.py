"""A claim of a payment that arrived, and the bank that sends the whole of it back: each step by whom it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bangfu.documents.spreadsheets.cells import sheet_of_texts
from bangfu.rounds.bank_models import BankAnswer
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.decide_surplus import decide_surplus
from bangfu.rounds.commands.end_claim import book_recovered, end_claim
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.commands.take_bank_answer import Taken, take_bank_answer
from bangfu.rounds.enums import ClaimOutcome, ReturnOutcome, SurplusOutcome
from bangfu.rounds.models import Award, ClaimEnd, Payment, Recovery, Round, SurplusDecision
from bangfu.rounds.queries.answered import decided_by
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from makers import payees, rounds
from makers.payees import TODAY
from makers.unions import appoint

EACH = 200_000  # fen
LATER = TODAY + timedelta(days=9)
STEP: dict[str, Any] = {"version": None, "on": LATER}


def two_families() -> payees.World:
    """Two families to be paid; a second approver."""
    world = payees.make_world()
    payees.families(world, 2)
    world.officers["second"] = appoint("second", Role.APPROVER, world.unions["city"])
    return world


def all_arrived(world: payees.World) -> Round:
    done = rounds.released(world)
    rounds.answered(world, done)
    return rounds.again(world, done)


def award(place: int = 0) -> Award:
    with acting(operator()):
        return Award.objects.order_by("sequence")[place]


def claim(world: payees.World, of: Round, fen: int) -> Recovery:
    about = {"round_id": of.pk, "award_id": award().pk, "amount_fen": fen, "reason": "多发"}
    return recover_payment(**about, **STEP, by=world["approver"])


def book(world: payees.World, one: Recovery, fen: int, slip: str = "进账 88") -> ClaimEnd:
    about = {"round_id": one.round_id, "recovery_id": one.pk, "amount_fen": fen}
    return book_recovered(**about, reference=slip, day=LATER, **STEP, by=world["planner"])


def end(world: payees.World, one: Recovery, fen: int, outcome: ClaimOutcome) -> ClaimEnd:
    about = {"round_id": one.round_id, "recovery_id": one.pk, "amount_fen": fen}
    return end_claim(**about, outcome=outcome, reason="无力归还", **STEP, by=world["second"])


def sheet(*, amount: str = "2000.00", place: int = 0):
    with acting(operator()):
        reference = Payment.objects.get(award=award(place)).reference
    rows = [["流水号", "结果", "原因", "金额"], [reference, "退回", "账户已销", amount]]
    return sheet_of_texts(rows)


def send_back(world: payees.World, of: Round, who: str = "releaser", place: int = 0) -> Taken:
    return take_bank_answer(round_id=of.pk, sheets=[sheet(place=place)], **STEP, by=world[who])


def decided_last() -> list[int]:
    """Awards whose payments the newest answer decided."""
    with acting(operator()):
        return [each.award_id for each in decided_by(BankAnswer.objects.latest("at"))]


def decide(world: payees.World, slip: ClaimEnd, **more: Any) -> SurplusDecision:
    usual: dict[str, Any] = {
        "outcome": SurplusOutcome.BACK, "reference": "付款 7", "reason": "银行已退回整笔",
        "by": world["second"],
    }  # fmt: skip
    about = {"round_id": slip.round_id, "claim_end_id": slip.pk}
    return decide_surplus(**about, **STEP, **{**usual, **more})


def mixed(world: payees.World, of: Round) -> tuple[Recovery, ClaimEnd]:
    """Of 2,000.00, 1,000.00 are claimed: 600.00 came in, 100.00 are written off, 300.00 still open."""
    one = claim(world, of, 100_000)
    slip = book(world, one, 60_000)
    end(world, one, 10_000, ClaimOutcome.WRITTEN_OFF)
    return one, slip


def return_decided(world: payees.World, of: Round, outcome: ReturnOutcome) -> None:
    about = {"round_id": of.pk, "award_id": award().pk, "outcome": outcome, "reason": "银行退回"}
    decide_return(**about, **STEP, by=world["approver"])
