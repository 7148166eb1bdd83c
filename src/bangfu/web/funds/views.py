"""Funds: what each holds, what moved, opening one, booking what comes in."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.acts.roles import holds
from bangfu.funds import duties
from bangfu.funds.commands.open_fund import open_fund
from bangfu.funds.commands.receive_money import receive_money
from bangfu.funds.enums import FundSource
from bangfu.funds.queries.balances import fund_lines, fund_seen
from bangfu.funds.queries.movements import label_of, movements
from bangfu.organisations.queries import unions_in_scope

from ..access import OfficerRequest, allow
from ..forms_base import refusals_at
from . import refusals
from .forms import FundForm, ReceiveForm


@require_safe
@allow(duties.READ)
def fund_list(request: OfficerRequest) -> HttpResponse:
    lines = fund_lines(request.actor)
    return render(
        request,
        "funds/list.html",
        {"lines": lines, "may_open": holds(request.actor, duties.OPEN)},
    )


@require_http_methods(["GET", "POST"])
@allow(duties.OPEN)
def fund_new(request: OfficerRequest) -> HttpResponse:
    own = unions_in_scope(request.actor).get(pk=request.actor.union_id or 0)
    initial = {"opened_on": request.today, "area_code": own.area_code}
    form = FundForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_at(form, refusals.FUND, others=False):
            fund = open_fund(
                union=own,
                name=given["name"],
                source=FundSource(given["source"]),
                programme=given["programme"],
                area_code=given["area_code"],
                classes=given["classes"],
                procedure=given["procedure"],
                opened_on=given["opened_on"],
                on=request.today,
                by=request.actor,
            )
            messages.success(request, _("专项资金已设立。"))
            return redirect("fund_page", fund.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "funds/new.html", {"form": form, "union": own}, status=status)


@require_safe
@allow(duties.READ)
def fund_page(request: OfficerRequest, fund_id: int) -> HttpResponse:
    return _page(request, fund_id, ReceiveForm(today=request.today))


@require_POST
@allow(duties.RECEIVE)
def fund_receive(request: OfficerRequest, fund_id: int) -> HttpResponse:
    form = ReceiveForm(request.POST, today=request.today)
    if not form.is_valid():
        return _page(request, fund_id, form)
    given = form.cleaned_data
    with refusals_at(form, refusals.RECEIPT, others=False):
        booked = receive_money(
            fund_id=fund_id,
            amount_fen=given["amount"],
            reference=given["reference"],
            day=given["day"],
            key=given["key"],
            on=request.today,
            by=request.actor,
        )
        messages.success(request, _("已记账。") if booked else _("这一笔先前已经记账，没有重复。"))
        return redirect("fund_page", fund_id)
    return _page(request, fund_id, form)


def _page(request: OfficerRequest, fund_id: int, form: ReceiveForm) -> HttpResponse:
    page = movements(
        request.actor,
        fund_id,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "line": fund_seen(request.actor, fund_id),
        "page": page,
        "moved": [(row, label_of(row)) for row in page.rows],
        "form": form if holds(request.actor, duties.RECEIVE) else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "funds/page.html", context, status=status)
