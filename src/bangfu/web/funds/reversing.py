"""A wrong receipt is reversed in red: one officer proposes it, another does it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.funds import duties
from bangfu.funds.commands.answer_reversal import answer_reversal
from bangfu.funds.commands.propose_reversal import propose_reversal
from bangfu.funds.enums import ReversalOutcome
from bangfu.funds.queries.movements import movement_seen
from bangfu.funds.queries.reversals import reversal_seen
from bangfu.kernel.money import format_yuan

from ..access import OfficerRequest, allow
from ..confirming import Crumb, question, wants_to_edit
from ..forms_base import FormRefused, in_order
from ..responses import see_other
from .forms import NoReversalForm, ReverseForm
from .showing import above_fund, show_movement


@allow(duties.PROPOSE_REVERSAL, "POST")
def fund_reverse(request: OfficerRequest, fund_id: int, transfer_id: int) -> HttpResponse:
    form = ReverseForm(request.POST)
    if wants_to_edit(request, form):
        return show_movement(request, fund_id, transfer_id, reverse=form)
    if asked := _ask_to_propose(request, fund_id, transfer_id, form):
        return asked
    try:
        proposed = form.send(
            lambda typed: propose_reversal(
                fund_id=fund_id,
                receipt_id=transfer_id,
                amount_fen=typed["amount"],
                reason=typed["reason"],
                on=request.today,
                by=request.actor,
            )
        )
    except FormRefused:
        return show_movement(request, fund_id, transfer_id, reverse=form)
    told = _("已提出冲正 %(amount)s 元，等另一人办理；办理之前资金没有变动。")
    messages.success(request, told % {"amount": format_yuan(proposed.amount_fen)})
    return see_other("fund_movement", fund_id, transfer_id)


def _ask_to_propose(
    request: OfficerRequest, fund_id: int, transfer_id: int, form: ReverseForm
) -> HttpResponse | None:
    receipt = movement_seen(request.actor, fund_id, transfer_id).transfer
    typed = in_order(form) or {}
    facts = {
        "amount": format_yuan(typed.get("amount") or 0),
        "reference": receipt.reference,
        "why": typed.get("reason", ""),
    }
    return question(
        request,
        form,
        title=_("提出红字冲正"),
        text=_("凭据“%(reference)s”冲正 %(amount)s 元，由另一人办理。理由：%(why)s") % facts,
        yes=_("提出冲正 %(amount)s 元") % facts,
        above=[
            *above_fund(fund_id, receipt.fund.name),
            Crumb(
                reverse("fund_movement", args=[fund_id, transfer_id]),
                _("流水 %(number)s") % {"number": transfer_id},
            ),
        ],
    )


@allow(duties.REVERSE, "POST")
def fund_reversal_do(request: OfficerRequest, fund_id: int, reversal_id: int) -> HttpResponse:
    proposed = reversal_seen(request.actor, fund_id, reversal_id)
    answer_reversal(
        fund_id=fund_id,
        reversal_id=reversal_id,
        outcome=ReversalOutcome.DONE,
        reason="",
        on=request.today,
        by=request.actor,
    )
    told = _("已红字冲正 %(amount)s 元。")
    messages.success(request, told % {"amount": format_yuan(proposed.amount_fen)})
    return see_other("fund_movement", fund_id, proposed.receipt_id)


@allow(duties.REVERSE, "POST")
def fund_reversal_refuse(request: OfficerRequest, fund_id: int, reversal_id: int) -> HttpResponse:
    form = NoReversalForm(request.POST, number=reversal_id)
    proposed = reversal_seen(request.actor, fund_id, reversal_id)
    try:
        form.send(
            lambda typed: answer_reversal(
                fund_id=fund_id,
                reversal_id=reversal_id,
                outcome=ReversalOutcome.REFUSED,
                reason=typed["reason"],
                on=request.today,
                by=request.actor,
            )
        )
    except FormRefused:
        return show_movement(request, fund_id, proposed.receipt_id, refuse=form)
    messages.success(request, _("已决定不冲正，这笔收款不变。"))
    return see_other("fund_movement", fund_id, proposed.receipt_id)
