"""One movement of money as its page shows it; also again with what was wrong in a form."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.acts.roles import holds
from bangfu.funds import duties
from bangfu.funds.queries.movements import MovedLine, movement_seen, undoing, undone_of
from bangfu.funds.queries.reversals import left_of, reversals_of
from bangfu.kernel.money import plain_yuan
from bangfu.rounds import duties as rounds
from bangfu.rounds.queries.behind_money import BehindMoney, behind_money

from ..access import OfficerRequest
from ..confirming import Crumb
from ..forms_base import status_with
from .forms import NoReversalForm, ReverseForm


def show_movement(
    request: OfficerRequest,
    fund_id: int,
    transfer_id: int,
    *,
    reverse: ReverseForm | None = None,
    refuse: NoReversalForm | None = None,
) -> HttpResponse:
    """Args: the forms hold what was typed where it was refused."""
    line = movement_seen(request.actor, fund_id, transfer_id)
    receipt = line.transfer.about if line.is_red and line.transfer.about else line.transfer
    proposed = reversals_of(receipt, request.actor)
    waits = any(each.answer is None for each in proposed)
    context = {
        "fund": line.transfer.fund,
        "line": line,
        "about": undone_of(line),
        "behind": _behind(request, line),
        "undone": undoing(line),
        "reversals": [
            (each, refuse or NoReversalForm(number=each.reversal.pk)) for each in proposed
        ],
        "reverse_form": None if waits else reverse or _reverse_form(request, line),
    }
    return render(request, "funds/movement.html", context, status=status_with(reverse, refuse))


def _behind(request: OfficerRequest, line: MovedLine) -> BehindMoney | None:
    """The round or the award, for whoever may look at rounds."""
    may = holds(request.actor, rounds.READ)
    return behind_money(line.transfer.idem, request.actor) if may else None


def _reverse_form(request: OfficerRequest, line: MovedLine) -> ReverseForm | None:
    """Of a receipt with anything left, for whoever may propose."""
    if not line.is_receipt or not holds(request.actor, duties.PROPOSE_REVERSAL):
        return None
    left = left_of(line.transfer)
    return ReverseForm(initial={"amount": plain_yuan(left)}) if left else None


def above_fund(fund_id: int, name: str) -> list[Crumb]:
    """Where a fund's page lies, for a page that asks about it."""
    return [
        Crumb(reverse("fund_list"), _("专项资金")),
        Crumb(reverse("fund_page", args=[fund_id]), name),
    ]
