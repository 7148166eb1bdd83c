"""Rounds of aid: the list, a new plan, one round and its roster."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.acts.roles import holds
from bangfu.funds.queries.balances import funds_visible
from bangfu.organisations.queries import unions_in_scope
from bangfu.rounds import duties
from bangfu.rounds.commands.plan_round import plan_round
from bangfu.rounds.enums import RoundState
from bangfu.rounds.models import Round
from bangfu.rounds.papers import roster_paper, roster_workbook
from bangfu.rounds.queries import roster
from bangfu.rounds.queries import rounds as reads

from ..access import OfficerRequest, allow
from ..forms_base import FormRefused, status_with
from ..responses import download
from .forms import PlanForm, RoundFilter
from .planning import plan_checks
from .showing import show_round


@allow(duties.READ)
def round_list(request: OfficerRequest) -> HttpResponse:
    page = reads.round_page(
        request.actor, state=request.GET.get("state", ""), after=request.GET.get("after", "")
    )
    context = {
        "page": page,
        "form": RoundFilter(request.GET),
        "may_plan": holds(request.actor, duties.PLAN),
    }
    return render(request, "rounds/list.html", context)


@allow(duties.PLAN, "GET", "POST")
def round_new(request: OfficerRequest) -> HttpResponse:
    own = unions_in_scope(request.actor).get(pk=request.actor.union_id or 0)
    # One's own fund first: its area is the one filled in.
    visible = sorted(funds_visible(request.actor), key=lambda fund: fund.union_id != own.pk)
    funds = [(fund.pk, fund.name) for fund in visible]
    initial = {"day": request.today, "area_code": own.area_code}
    checks = plan_checks(request)
    form = PlanForm(request.POST or None, funds=funds, initial=initial, checks=checks)
    if request.method == "POST":
        with suppress(FormRefused):
            planned = form.send(
                lambda typed: plan_round(
                    fund_id=int(typed["fund"]),
                    title=typed["title"],
                    day=typed["day"],
                    area_code=typed["area_code"],
                    amounts=form.amounts,
                    on=request.today,
                    by=request.actor,
                )
            )
            messages.success(request, _("批次已拟定，请报联席会议决定。"))
            return redirect("round_page", planned.pk)
    shown = {"form": form, "funds": funds}
    return render(request, "rounds/new.html", shown, status=status_with(form))


@allow(duties.READ)
def round_page(request: OfficerRequest, round_id: int) -> HttpResponse:
    return show_round(request, round_id)


@allow(duties.READ)
def round_left_out(request: OfficerRequest, round_id: int) -> HttpResponse:
    round_ = reads.round_seen(request.actor, round_id)
    preview, omitted = roster.left_out(round_, request.actor, request.today)
    context = {
        "round": round_,
        "preview": preview,
        "omitted": omitted,
        "counts": roster.reason_counts(omitted),
    }
    return render(request, "rounds/left_out.html", context)


@allow(duties.READ)
def round_roster_xlsx(request: OfficerRequest, round_id: int) -> HttpResponse:
    round_ = reads.round_seen(request.actor, round_id)
    lines = roster.roster_lines(round_, request.actor)
    return download(roster_workbook(round_, lines), f"{_roster_name(round_)}.xlsx")


@allow(duties.READ)
def round_roster_pdf(request: OfficerRequest, round_id: int) -> HttpResponse:
    round_ = reads.round_seen(request.actor, round_id)
    lines = roster.roster_lines(round_, request.actor)
    paper = roster_paper(round_, lines, by_name=request.actor.name, at=timezone.localtime())
    return download(paper, f"{_roster_name(round_)}.pdf")


def _roster_name(round_: Round) -> str:
    """A cancelled round's roster is known as such from the file's name on."""
    if round_.state == RoundState.CANCELLED:
        return _("花名册-批次%(number)s-已取消") % {"number": round_.pk}
    return _("花名册-批次%(number)s") % {"number": round_.pk}
