"""One award with its whole chain; money wrongly paid is claimed back from here (追回)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bangfu.acts.frame import tell
from bangfu.kernel.money import format_yuan, plain_yuan
from bangfu.rounds import duties
from bangfu.rounds.commands.decide_surplus import decide_surplus
from bangfu.rounds.commands.end_claim import book_recovered, end_claim
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.enums import ClaimOutcome, SurplusOutcome
from bangfu.rounds.queries import rounds as reads
from bangfu.rounds.queries.award_chain import AwardChain, Surplus, award_chain
from bangfu.rounds.queries.claims import Claim

from ..access import OfficerRequest, allow
from ..confirming import wants_to_edit
from ..forms_base import FormRefused, status_with
from ..responses import see_other
from .asking import ask_to_recover
from .forms import BookRecoveredForm, EndClaimForm, RecoverForm, SurplusForm
from .steps import once


@allow(duties.READ)
def round_award(request: OfficerRequest, round_id: int, award_id: int) -> HttpResponse:
    return show_award(request, round_id, award_id)


@allow(duties.RECOVER, "POST")
@once
def round_recover(
    request: OfficerRequest, round_id: int, version: int, award_id: int
) -> HttpResponse:
    form = RecoverForm(request.POST)
    if wants_to_edit(request, form):
        return show_award(request, round_id, award_id, recover=form)
    if asked := ask_to_recover(request, round_id, award_id, form):
        return asked
    try:
        decided = form.send(
            lambda typed: recover_payment(
                round_id=round_id,
                award_id=award_id,
                amount_fen=typed["amount"],
                reason=typed["reason"],
                version=version,
                on=request.today,
                by=request.actor,
            )
        )
    except FormRefused:
        return show_award(request, round_id, award_id, recover=form)
    told = _("已决定追回 %(amount)s 元，等款项到账后登记。")
    messages.success(request, told % {"amount": format_yuan(decided.amount_fen)})
    return see_other("round_award", round_id, award_id)


@allow(duties.BOOK_RECOVERED, "POST")
@once
def round_claim_book(
    request: OfficerRequest, round_id: int, version: int, award_id: int, recovery_id: int
) -> HttpResponse:
    form = BookRecoveredForm(request.POST, number=recovery_id)
    try:
        booked = form.send(
            lambda typed: book_recovered(
                round_id=round_id,
                recovery_id=recovery_id,
                amount_fen=typed["amount"],
                reference=typed["reference"],
                day=typed["day"],
                version=version,
                on=request.today,
                by=request.actor,
            )
        )
    except FormRefused:
        return show_award(request, round_id, award_id, claim=(recovery_id, form))
    told = _("追回的 %(amount)s 元已记账，回到资金的可用。")
    messages.success(request, told % {"amount": format_yuan(booked.amount_fen)})
    return see_other("round_award", round_id, award_id)


@allow(duties.END_CLAIM, "POST")
@once
def round_claim_end(
    request: OfficerRequest, round_id: int, version: int, award_id: int, recovery_id: int
) -> HttpResponse:
    form = EndClaimForm(request.POST, number=recovery_id)
    try:
        form.send(
            lambda typed: end_claim(
                round_id=round_id,
                recovery_id=recovery_id,
                outcome=ClaimOutcome(typed["outcome"]),
                amount_fen=typed["amount"],
                reason=typed["reason"],
                version=version,
                on=request.today,
                by=request.actor,
            )
        )
    except FormRefused:
        return show_award(request, round_id, award_id, claim=(recovery_id, form))
    messages.success(request, _("处理决定已登记。"))
    return see_other("round_award", round_id, award_id)


@allow(duties.END_CLAIM, "POST")
@once
def round_surplus(
    request: OfficerRequest, round_id: int, version: int, award_id: int, claim_end_id: int
) -> HttpResponse:
    form = SurplusForm(request.POST, number=claim_end_id)
    try:
        form.send(
            lambda typed: decide_surplus(
                round_id=round_id,
                claim_end_id=claim_end_id,
                outcome=SurplusOutcome(typed["outcome"]),
                reference=typed["reference"],
                reason=typed["reason"],
                version=version,
                on=request.today,
                by=request.actor,
            )
        )
    except FormRefused:
        return show_award(request, round_id, award_id, surplus=(claim_end_id, form))
    messages.success(request, _("处理决定已登记。"))
    return see_other("round_award", round_id, award_id)


def show_award(
    request: OfficerRequest,
    round_id: int,
    award_id: int,
    *,
    recover: RecoverForm | None = None,
    claim: tuple[int, BookRecoveredForm | EndClaimForm] | None = None,
    surplus: tuple[int, SurplusForm] | None = None,
) -> HttpResponse:
    """Args:
    claim: a claim's key, and what was typed of it and refused.
    surplus: the same of a surplus, by its claim end's key.
    """
    round_ = reads.round_seen(request.actor, round_id)
    chain = award_chain(round_, award_id, request.actor)
    tell("award", award_id, action="rounds.award.read")
    may = set(reads.open_acts(round_, request.actor))
    context = {
        "round": round_,
        "chain": chain,
        "award": chain.award,
        "recover_form": recover or _recover_form(chain) if "recover" in may else None,
        "claims": [
            _claim(request, each, may, claim)
            | _surpluses(chain.surpluses_of(each), "surplus" in may, surplus)
            for each in chain.claims
        ],
    }
    status = status_with(recover, claim[1] if claim else None, surplus[1] if surplus else None)
    return render(request, "rounds/award.html", context, status=status)


def _recover_form(chain: AwardChain) -> RecoverForm | None:
    left = chain.left_to_claim
    return RecoverForm(initial={"amount": plain_yuan(left)}) if left else None


def _claim(
    request: OfficerRequest,
    claim: Claim,
    may: set[str],
    refused: tuple[int, BookRecoveredForm | EndClaimForm] | None,
) -> dict[str, Any]:
    """With the forms that the one who looks may use while something of it is open."""
    key, left = claim.recovery.pk, claim.sums.open
    typed = refused[1] if refused and refused[0] == key else None
    amount = {"amount": plain_yuan(left)}
    book = BookRecoveredForm(number=key, initial={**amount, "day": request.today})
    end = EndClaimForm(number=key, initial=amount)
    return {
        "claim": claim,
        "book": (typed if isinstance(typed, BookRecoveredForm) else book)
        if left and "book_recovered" in may
        else None,
        "end": (typed if isinstance(typed, EndClaimForm) else end)
        if left and "end_claim" in may
        else None,
    }


def _surpluses(
    surpluses: Sequence[Surplus], may: bool, refused: tuple[int, SurplusForm] | None
) -> dict[str, Any]:
    typed = dict([refused]) if refused else {}
    shown = [
        {
            "end": each.end,
            "decision": each.decision,
            "form": (typed.get(each.end.pk) or SurplusForm(number=each.end.pk))
            if may and each.decision is None
            else None,
        }
        for each in surpluses
    ]
    return {"surpluses": shown}
