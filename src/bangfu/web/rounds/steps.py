"""What is done with a round: one address an act, each for whose duty it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from bangfu.kernel.money import format_yuan
from bangfu.rounds import duties
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.cancel_round import cancel_round
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.decide_round import decide_round
from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.commands.release_round import release_round
from bangfu.rounds.commands.simulate_bank import simulate_bank
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.errors import AlreadyDone, listed
from bangfu.rounds.papers import FORMATS, payment_file

from ..access import OfficerRequest, allow
from ..confirming import wants_to_edit
from ..forms_base import FormRefused
from ..responses import download
from .asking import ask_to_decide
from .forms import CancelForm, DecideForm, ReturnForm
from .showing import show_round

MOST_RETURN_EVERY = 1000
RoundStep = Callable[..., HttpResponse]


def once(step: RoundStep) -> RoundStep:
    """With the version that the page showed; a second click changes nothing and says so."""

    @wraps(step)
    def taken(request: OfficerRequest, round_id: int, **more: int) -> HttpResponse:
        try:
            return step(request, round_id, version_seen(request), **more)
        except AlreadyDone:
            messages.info(request, _("这一步您刚才已经办理，没有重复办理。"))
            return redirect("round_page", round_id)

    return taken


@allow(duties.DECIDE, "POST")
@once
def round_decide(request: OfficerRequest, round_id: int, version: int) -> HttpResponse:
    form = DecideForm(request.POST)
    if wants_to_edit(request, form):
        return show_round(request, round_id, decide=form)
    if asked := ask_to_decide(request, round_id, form):
        return asked
    try:
        form.send(
            lambda typed: decide_round(
                round_id=round_id,
                version=version,
                minutes_no=typed["minutes_no"],
                met_on=typed["met_on"],
                decision=typed["decision"],
                total_fen=typed["total"],
                on=request.today,
                by=request.actor,
            )
        )
    except FormRefused:
        return show_round(request, round_id, decide=form)
    total = format_yuan(form.cleaned_data["total"])
    outcome = _("联席会议的决定已登记，已预留 %(total)s 元。") % {"total": total}
    return step_done(request, round_id, outcome)


@allow(duties.LOCK_ROSTER, "POST")
@once
def round_roster(request: OfficerRequest, round_id: int, version: int) -> HttpResponse:
    roster = build_roster(round_id=round_id, version=version, on=request.today, by=request.actor)
    outcome = _("花名册已锁定：%(lines)d 户、%(total)s 元；未列入 %(omitted)d 户，原因见名单。")
    counts = {
        "lines": len(roster.lines),
        "omitted": len(roster.omitted),
        "total": format_yuan(roster.total_fen),
    }
    return step_done(request, round_id, outcome % counts)


@allow(duties.RELEASE, "POST")
@once
def round_release(request: OfficerRequest, round_id: int, version: int) -> HttpResponse:
    released = release_round(round_id=round_id, version=version, on=request.today, by=request.actor)
    told = {"count": released.count, "total": format_yuan(released.total_fen)}
    outcome = _("已放款 %(count)d 笔、%(total)s 元。") % told
    if released.held_back:
        held = _("%(count)d 户暂缓，请审批人作出处理决定：%(listed)s。")
        outcome += held % {
            "count": len(released.held_back),
            "listed": listed(released.held_back),
        }
    return step_done(request, round_id, outcome)


@allow(duties.RECONCILE, "POST")
@once
def round_reconcile(request: OfficerRequest, round_id: int, version: int) -> HttpResponse:
    reconcile_round(round_id=round_id, version=version, on=request.today, by=request.actor)
    return step_done(request, round_id, _("对账结清已办理。"))


@allow(duties.CANCEL, "POST")
@once
def round_cancel(request: OfficerRequest, round_id: int, version: int) -> HttpResponse:
    form = CancelForm(request.POST)
    try:
        cancelled = form.send(
            lambda typed: cancel_round(
                round_id=round_id,
                version=version,
                reason=typed["reason"],
                on=request.today,
                by=request.actor,
            )
        )
    except FormRefused:
        return show_round(request, round_id, cancel=form)
    if cancelled.decided_total_fen:
        told = {"total": format_yuan(cancelled.decided_total_fen)}
        return step_done(request, round_id, _("批次已取消，预留的 %(total)s 元已退回可用。") % told)
    return step_done(request, round_id, _("批次已取消。"))


@allow(duties.SEND, "POST")
def round_send(request: OfficerRequest, round_id: int) -> HttpResponse:
    """The file is made, and the page shows it; from there it is fetched, so that no page is stale."""
    table = export_payment_file(round_id=round_id, on=request.today, by=request.actor)
    told = {
        "number": table.file.number,
        "count": table.file.count,
        "total": format_yuan(table.file.total_fen),
    }
    outcome = _("发放文件 %(number)s 已做成：%(count)d 笔、%(total)s 元，请在本页下载。")
    return step_done(request, round_id, outcome % told)


@allow(duties.SEND, "POST")
def round_export(request: OfficerRequest, round_id: int) -> HttpResponse:
    """The bytes leave after the middleware has committed that they were sent."""
    kind = request.POST.get("kind", FORMATS[0])
    if kind not in FORMATS:
        raise BadRequest("no such format")
    table = export_payment_file(
        round_id=round_id,
        on=request.today,
        by=request.actor,
        number=request.POST.get("number", "")[:40],
    )
    return download(payment_file(table.rows, kind), f"{table.file.number}.{kind}")


@allow(duties.DECIDE_RETURN, "POST")
@once
def round_return_decide(
    request: OfficerRequest, round_id: int, version: int, award_id: int
) -> HttpResponse:
    form = ReturnForm(request.POST, number=award_id)
    try:
        form.send(
            lambda typed: decide_return(
                round_id=round_id,
                award_id=award_id,
                outcome=ReturnOutcome(typed["outcome"]),
                reason=typed["reason"],
                version=version,
                on=request.today,
                by=request.actor,
            )
        )
    except FormRefused:
        return show_round(request, round_id, returned=(award_id, form))
    return step_done(request, round_id, _("处理决定已登记。"))


@allow(duties.SIMULATE_BANK, "POST")
def round_simulate(request: OfficerRequest, round_id: int) -> HttpResponse:
    taken = simulate_bank(
        round_id=round_id,
        return_every=_number(request.POST.get("return_every", "0"), MOST_RETURN_EVERY),
        on=request.today,
        by=request.actor,
    )
    if not taken.new:
        return step_done(request, round_id, _("送出的款项都已有回单，模拟银行没有要答复的。"))
    outcome = _("模拟银行已答复：成功 %(paid)d 笔，退回 %(returned)d 笔。")
    return step_done(request, round_id, outcome % {"paid": taken.paid, "returned": taken.returned})


def step_done(request: OfficerRequest, round_id: int, outcome: str) -> HttpResponse:
    messages.success(request, outcome)
    return redirect("round_page", round_id)


def version_seen(request: OfficerRequest) -> int:
    return _number(request.POST.get("version", ""), 10**9)


def _number(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or int(text) > most:
        raise BadRequest("not a number")
    return int(text)
