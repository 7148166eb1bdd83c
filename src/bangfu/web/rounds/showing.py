"""One round as its page shows it, for whoever looks; also again with what was wrong in a form."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bangfu.acts.roles import holds
from bangfu.funds.queries.balances import balances_of
from bangfu.kernel.money import plain_yuan
from bangfu.organisations.queries import installation
from bangfu.rounds import duties
from bangfu.rounds.answer_errors import AnswerRefused
from bangfu.rounds.bank_models import BankAnswer
from bangfu.rounds.models import PaymentFile, Round
from bangfu.rounds.queries import bank_words, roster
from bangfu.rounds.queries import rounds as reads
from bangfu.rounds.queries.at_stake import at_stake, unused
from bangfu.rounds.queries.reasons import reasons_of
from bangfu.rounds.queries.surpluses import undecided_of
from bangfu.rounds.queries.who_else import why_kept_from
from bangfu.standards.queries import place_names

from ..access import OfficerRequest
from ..cursors import row_id
from ..forms_base import status_with
from .forms import AnswerForm, CancelForm, DecideForm, ReturnForm


def show_round(
    request: OfficerRequest,
    round_id: int,
    *,
    decide: DecideForm | None = None,
    answer: AnswerForm | None = None,
    cancel: CancelForm | None = None,
    returned: tuple[int, ReturnForm] | None = None,
    faults: AnswerRefused | None = None,
) -> HttpResponse:
    """Args:
    returned: an award, and what was decided on it.
    """
    by = request.actor
    round_ = reads.round_seen(by, round_id)
    listed = _roster_part(request, round_)
    context = {
        "round": round_,
        "names": place_names([round_.area_code]),
        "line": reads.round_line(round_),
        "counts": reads.payment_counts(round_),
        "balances": balances_of([round_.fund_id])[round_.fund_id],
        "planned": reads.planned_event(round_),
        **_next_part(request, round_),
        "unused": unused(round_),
        "files": reads.files_of(round_),
        "answers": reads.answers_of(round_),
        "unpaid": _unpaid_part(round_, request, returned),
        "reasons": reasons_of(round_, by),
        "faults": faults,
        "may_explain": holds(by, duties.EXPLAIN_WORDS),
        "waiting_answers": bank_words.waiting_of(round_),
        "is_demo": installation().is_demo,
        **listed,
        "decide_form": decide or _decide_form(request, listed),
        "answer_form": answer or AnswerForm(banks=bank_words.banks_of(round_.union_id)),
        "cancel_form": cancel or CancelForm(),
    }
    status = status_with(decide, answer, cancel, returned[1] if returned else None)
    if faults:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "rounds/page.html", context, status=status)


def _next_part(request: OfficerRequest, round_: Round) -> dict[str, Any]:
    """Where the round stands, its next step, and what this officer may do with it."""
    following = reads.next_step(round_, request.today)
    may = dict.fromkeys(reads.open_acts(round_, request.actor), True)
    return {
        "stages": reads.stages(round_, following),
        "next": following,
        "next_title": reads.act_title(following),
        "next_roles": reads.who_acts(following),
        "kept_from": why_kept_from(following, round_, request.actor, request.today),
        # Only for who may take the step: what a release is about costs as much as to look for it.
        "stake": at_stake(round_, following if following in may else "", request.today),
        "may": may,
        "surpluses": undecided_of(round_) if following == "reconcile" else [],
    }


def _roster_part(request: OfficerRequest, round_: Round) -> dict[str, Any]:
    """The locked roster page by page; before that, what it would be today."""
    if round_.state in ("planned", "decided"):
        preview, omitted = roster.left_out(round_, request.actor, request.today)
        reasons = roster.reason_counts(omitted)
        return {"preview": preview, "omitted": len(omitted), "grounds": reasons, "page": None}
    narrowed, answer = _narrowed_to(request, round_)
    page = roster.roster_page(
        round_,
        request.actor,
        file=narrowed,
        answer=answer,
        after=row_id(request, "after"),
        before=row_id(request, "before"),
    )
    left = roster.left_out_count(round_, request.actor)
    return {"page": page, "narrowed": narrowed, "of_answer": answer, "omitted": left}


def _narrowed_to(
    request: OfficerRequest, round_: Round
) -> tuple[PaymentFile | None, BankAnswer | None]:
    """What was sent in one file, or what one answer decided; all, and that is said, where there is none."""
    number, answer_id = request.GET.get("file", ""), request.GET.get("answer", "")
    file = next((each for each in reads.files_of(round_) if each.number == number), None)
    if number and file is None:
        messages.warning(request, _("这个批次没有这份发放文件，下面是整个花名册。"))
    answer = next((each for each in reads.answers_of(round_) if str(each.pk) == answer_id), None)
    if answer_id and answer is None:
        messages.warning(request, _("这个批次没有这份银行回单，下面是整个花名册。"))
    return file, answer


def _unpaid_part(
    round_: Round, request: OfficerRequest, returned: tuple[int, ReturnForm] | None
) -> list[tuple[roster.Unpaid, ReturnForm]]:
    """Each with the form to decide on it; the one that was refused with what was typed."""
    forms = dict([returned]) if returned else {}
    return [
        (unpaid, forms.get(unpaid.award.pk) or ReturnForm(number=unpaid.award.pk))
        for unpaid in roster.unpaid(round_, request.actor, request.today)
    ]


def _decide_form(request: OfficerRequest, listed: dict[str, Any]) -> DecideForm:
    """The total suggested is what the roster would cost today."""
    initial: dict[str, Any] = {"met_on": request.today}
    if listed.get("preview") and listed["preview"].lines:
        initial["total"] = plain_yuan(listed["preview"].total_fen)
    return DecideForm(initial=initial)
