"""Funds: what each holds, what moved, opening one, booking what comes in."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.acts.frame import tell
from bangfu.acts.roles import holds
from bangfu.documents.workbooks import SheetSpec, build_workbook
from bangfu.funds import duties
from bangfu.funds.commands.open_fund import open_fund
from bangfu.funds.commands.receive_money import receive_money
from bangfu.funds.enums import FundSource
from bangfu.funds.queries.balances import fund_lines, fund_seen
from bangfu.funds.queries.movements import count_movements, movements
from bangfu.funds.queries.reversals import reversed_in, waiting_in
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.kernel.money import format_yuan
from bangfu.organisations.queries import unions_in_scope
from bangfu.reporting.file_names import ledger_name
from bangfu.reporting.jobs import export_ledger
from bangfu.reporting.ledger_export import PART, ledger_header, ledger_part
from bangfu.standards.queries import place_names

from ..access import OfficerRequest, allow
from ..confirming import Crumb, question, wants_to_edit
from ..filtering import say_unknown
from ..forms_base import FormRefused, in_order, status_with
from ..responses import download, see_other
from .forms import FundForm, ReceiveForm
from .showing import above_fund, show_movement


@allow(duties.READ)
def fund_list(request: OfficerRequest) -> HttpResponse:
    lines = fund_lines(request.actor)
    return render(
        request,
        "funds/list.html",
        {"lines": lines, "may_open": holds(request.actor, duties.OPEN)},
    )


@allow(duties.OPEN, "GET", "POST")
def fund_new(request: OfficerRequest) -> HttpResponse:
    own = unions_in_scope(request.actor).get(pk=request.actor.union_id or 0)
    initial = {"opened_on": request.today, "area_code": own.area_code}
    form = FundForm(request.POST or None, initial=initial)
    if request.method == "POST" and not wants_to_edit(request, form):
        if asked := _ask_to_open(request, form):
            return asked
        with suppress(FormRefused):
            fund = form.send(
                lambda typed: open_fund(
                    **{**typed, "source": FundSource(typed["source"])},
                    union=own,
                    on=request.today,
                    by=request.actor,
                )
            )
            messages.success(request, _("专项资金已设立。"))
            return redirect("fund_page", fund.pk)
    shown = {"form": form, "union": own}
    return render(request, "funds/new.html", shown, status=status_with(form))


@allow(duties.READ)
def fund_page(request: OfficerRequest, fund_id: int) -> HttpResponse:
    return _page(request, fund_id, ReceiveForm(today=request.today))


@allow(duties.READ, "POST")
def fund_ledger(request: OfficerRequest, fund_id: int) -> HttpResponse:
    """The whole ledger. Posted, for a reading of so much is an act; a long one goes on in the background."""
    name = fund_seen(request.actor, fund_id).fund.name
    if count_movements(request.actor, fund_id, PART).more:
        begun = begin_job(export_ledger, {"fund_id": fund_id}, on=request.today, by=request.actor)
        return see_other("job_page", begun.pk)
    lines, _after = ledger_part(request.actor, fund_id)
    tell("fund", fund_id, {"rows": len(lines)}, action="funds.export")
    sheet = SheetSpec(_("资金流水"), ledger_header(), lines, note=name)
    return download(build_workbook([sheet]), ledger_name(fund_id))


@allow(duties.READ)
def fund_movement(request: OfficerRequest, fund_id: int, transfer_id: int) -> HttpResponse:
    return show_movement(request, fund_id, transfer_id)


@allow(duties.RECEIVE, "POST")
def fund_receive(request: OfficerRequest, fund_id: int) -> HttpResponse:
    form = ReceiveForm(request.POST, today=request.today)
    if wants_to_edit(request, form):
        return _page(request, fund_id, form)
    if asked := _ask_to_book(request, fund_id, form):
        return asked
    try:
        booked = form.send(
            lambda typed: receive_money(
                fund_id=fund_id,
                amount_fen=typed["amount"],
                reference=typed["reference"],
                day=typed["day"],
                key=typed["key"],
                on=request.today,
                by=request.actor,
            )
        )
    except FormRefused:
        return _page(request, fund_id, form)
    told = (
        _("已记账 %(amount)s 元。") if booked else _("这一笔 %(amount)s 元先前已经记账，没有重复。")
    )
    messages.success(request, told % {"amount": format_yuan(form.cleaned_data["amount"])})
    return redirect("fund_page", fund_id)


def _ask_to_open(request: OfficerRequest, form: FundForm) -> HttpResponse | None:
    typed = in_order(form) or {}
    facts = {
        "name": typed.get("name", ""),
        "programme": typed.get("programme", ""),
        "area": typed.get("area_code", ""),
        "classes": "、".join(typed.get("classes", ())),
    }
    text = _("设立“%(name)s”，只能用于%(programme)s、地区 %(area)s 的%(classes)s，设立后不能更改。")
    return question(
        request,
        form,
        title=_("设立专项资金"),
        text=text % facts,
        yes=_("设立“%(name)s”") % facts,
        above=[Crumb(reverse("fund_list"), _("专项资金"))],
    )


def _ask_to_book(request: OfficerRequest, fund_id: int, form: ReceiveForm) -> HttpResponse | None:
    fund = fund_seen(request.actor, fund_id).fund
    typed = in_order(form) or {}
    facts = {
        "fund": fund.name,
        "amount": format_yuan(typed.get("amount") or 0),
        "reference": typed.get("reference", ""),
        "day": typed.get("day", ""),
    }
    return question(
        request,
        form,
        title=_("收款记账"),
        text=_("“%(fund)s”收款 %(amount)s 元，凭据“%(reference)s”，到账日期 %(day)s。") % facts,
        yes=_("记账 %(amount)s 元") % facts,
        above=above_fund(fund_id, fund.name),
    )


def _page(request: OfficerRequest, fund_id: int, form: ReceiveForm) -> HttpResponse:
    say_unknown(request, "show", {"receipts"}, _("分类"))
    receipts = request.GET.get("show", "") == "receipts"
    page = movements(
        request.actor,
        fund_id,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        receipts=receipts,
    )
    line = fund_seen(request.actor, fund_id)
    context = {
        "line": line,
        "names": place_names([line.fund.area_code]),
        "page": page,
        "moved": page.rows,
        "receipts": receipts,
        "waiting": waiting_in(line.fund),
        "reversed": reversed_in(line.fund),
        "form": form if holds(request.actor, duties.RECEIVE) else None,
    }
    return render(request, "funds/page.html", context, status=status_with(form))
