"""Rounds of the shop: planned, sent, and one of which a part was recovered before the bank sent back the whole."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from bangfu.accounts.commands.create_user import create_user
from bangfu.documents.spreadsheets.cells import sheet_of_texts
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.models import Union
from bangfu.organisations.queries import today
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.decide_round import decide_round
from bangfu.rounds.commands.decide_surplus import decide_surplus
from bangfu.rounds.commands.end_claim import book_recovered
from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.plan_round import plan_round
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.commands.release_round import release_round
from bangfu.rounds.commands.simulate_bank import simulate_bank
from bangfu.rounds.commands.take_bank_answer import take_bank_answer
from bangfu.rounds.enums import ReturnOutcome, SurplusOutcome
from bangfu.rounds.models import Payment, Round
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from makers.unions import second

from .doing import actor, do


def planned(username: str, fund_id: int, area_code: str) -> Round:
    return do(
        actor(username),
        plan_round,
        fund_id=fund_id,
        title=f"冬季送温暖 {area_code}",
        day=today(),
        area_code=area_code,
        amounts={"低保户": 100_000},
        on=today(),
    )


def sent(fund_id: int) -> Round:
    """高州's, to the bank."""
    round_ = planned("gz-fund", fund_id, "440981")
    step = {"round_id": round_.pk, "version": None, "on": today()}
    decision = {"minutes_no": "1", "met_on": today(), "decision": "同意", "total_fen": 1_000_000}
    do(actor("city-approver"), decide_round, **step, **decision)
    do(actor("gz-fund"), build_roster, **step)
    do(actor("city-releaser"), release_round, **step)
    do(actor("city-releaser"), export_payment_file, round_id=round_.pk, on=today())
    return round_


def second_approver(city: Union) -> None:
    """By commands, so that the log tells of it."""
    password = uuid.uuid4().hex
    create_user(
        username="second-approver",
        name="审批人二",
        password=password,
        by=operator(),
        one_time=False,
    )
    appointment = appoint_officer(
        username="second-approver", union_code=city.code, role=Role.APPROVER, since=today(), on=today(),
        by=operator(),
    )  # fmt: skip
    second(appointment)


def come_twice(round_id: int) -> int:
    """Of a round that was sent, with one payment: its place is free again. The slip that came twice."""
    step: dict[str, Any] = {"round_id": round_id, "version": None, "on": today()}
    do(actor("city-releaser"), simulate_bank, round_id=round_id, return_every=0, on=today())
    with acting(operator()):
        payment = Payment.objects.get(round=round_id)
    of = {"award_id": payment.award_id}
    wrong = {"amount_fen": 100, "reason": "多发一元"}
    claim = do(actor("city-approver"), recover_payment, **step, **of, **wrong)
    came = {"recovery_id": claim.pk, "amount_fen": 100, "reference": "进账 0", "day": today()}
    slip = do(actor("gz-fund"), book_recovered, **step, **came)
    step["on"] = today() + timedelta(days=1)
    back = sheet_of_texts(
        [["流水号", "结果", "原因", "金额"], [payment.reference, "退回", "账户已销", "1000.00"]]
    )
    do(actor("city-releaser"), take_bank_answer, **step, sheets=[back])
    restore = {"outcome": ReturnOutcome.RESTORE, "reason": "银行退回"}
    do(actor("city-approver"), decide_return, **step, **of, **restore)
    kept = {"claim_end_id": slip.pk, "outcome": SurplusOutcome.KEPT, "reference": ""}
    with acting(operator()):
        city = Union.objects.get(pk=actor("city-approver").union_id)
    second_approver(city)
    do(actor("second-approver"), decide_surplus, **step, **kept, reason="不要求退还")
    do(actor("gz-fund"), reconcile_round, **step)
    return slip.pk
