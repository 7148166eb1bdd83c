"""Rounds of aid, taken as far as a test needs, each step by the officer whose step it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from bangfu.documents.spreadsheets.cells import Sheet, sheet_of_texts
from bangfu.organisations.models import Installation
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.decide_round import decide_round
from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.plan_round import plan_round
from bangfu.rounds.commands.release_round import Released, release_round
from bangfu.rounds.commands.take_bank_answer import take_bank_answer
from bangfu.rounds.models import Round
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator

from .payees import AMOUNTS, TODAY, World


def planned(world: World, **more: Any) -> Round:
    usual: dict[str, Any] = {
        "fund_id": world.fund.pk,
        "title": "2010 年冬季送温暖",
        "day": TODAY,
        "area_code": "440900",
        "amounts": AMOUNTS,
        "on": TODAY,
        "by": world["planner"],
    }
    return plan_round(**{**usual, **more})


def decided(world: World, total: int = 2_000_000, **more: Any) -> Round:
    """`total`: fen that the meeting decided."""
    before = planned(world, **more)
    return decide_round(
        round_id=before.pk,
        version=before.version,
        minutes_no="联席会议〔2010〕3号",
        met_on=TODAY,
        decision="同意按标准发放",
        total_fen=total,
        on=TODAY,
        by=world["approver"],
    )


def rostered(world: World, **more: Any) -> Round:
    before = decided(world, **more)
    by = more.get("by", world["planner"])
    build_roster(round_id=before.pk, version=None, on=TODAY, by=by)
    return again(world, before)


def released(world: World, **more: Any) -> Round:
    return release(world, rostered(world, **more))


def release(world: World, before: Round) -> Round:
    release_on(world, before, TODAY)
    return again(world, before)


def release_on(world: World, before: Round, on: date) -> Released:
    """The demo's day is that one by then: nothing is paid on a day to come."""
    with acting(operator()):
        Installation.objects.filter(demo_day__lt=on).update(demo_day=on)
    return release_round(round_id=before.pk, version=None, on=on, by=world["releaser"])


def send(world: World, released_round: Round) -> list[list[str]]:
    """The payment file's rows."""
    return export_payment_file(round_id=released_round.pk, on=TODAY, by=world["releaser"]).rows


def answer(world: World, sent: Round, rows: list[list[str]]) -> Any:
    return take_sheets(world, sent, [sheet_of_texts(rows)])


def take_sheets(world: World, sent: Round, sheets: Sequence[Sheet], **more: Any) -> Any:
    usual = {"version": None, "on": TODAY, "by": world["releaser"]}
    return take_bank_answer(round_id=sent.pk, sheets=sheets, **{**usual, **more})


def answered(world: World, released_round: Round, **behaviour: Any) -> Any:
    """Sent to a bank that behaves so, and its answer taken."""
    rows = send(world, released_round)
    return answer(world, released_round, answer_rows(rows, Behaviour(**behaviour)))


def again(world: World, before: Round) -> Round:
    """As it is now."""
    with acting(world["auditor"]):
        return Round.objects.select_related("union", "programme", "fund").get(pk=before.pk)


def answer_file(payment_csv: bytes, behaviour: Behaviour | None = None) -> bytes:
    """The answer to a payment file in csv, as csv."""
    rows = list(csv.reader(io.StringIO(payment_csv.decode("utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out).writerows(answer_rows(rows, behaviour or Behaviour()))
    return out.getvalue().encode("utf-8-sig")
