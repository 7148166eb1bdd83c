"""What is asked once more before a typed amount moves money of a round."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.money import format_yuan
from bangfu.rounds.models import Round
from bangfu.rounds.queries.award_chain import award_chain
from bangfu.rounds.queries.rounds import round_seen

from ..access import OfficerRequest
from ..confirming import Crumb, question
from ..forms_base import in_order
from .forms import DecideForm, RecoverForm


def ask_to_decide(request: OfficerRequest, round_id: int, form: DecideForm) -> HttpResponse | None:
    round_ = round_seen(request.actor, round_id)
    typed = in_order(form) or {}
    facts = {
        "total": format_yuan(typed.get("total") or 0),
        "minutes": typed.get("minutes_no", ""),
        "fund": round_.fund.name,
        "title": round_.title,
    }
    text = _(
        "按会议纪要“%(minutes)s”，“%(title)s”最多发放 %(total)s 元，从“%(fund)s”的可用中预留。"
    )
    return question(
        request,
        form,
        title=_("登记联席会议决定"),
        text=text % facts,
        yes=_("登记决定，预留 %(total)s 元") % facts,
        above=_above(round_),
    )


def ask_to_recover(
    request: OfficerRequest, round_id: int, award_id: int, form: RecoverForm
) -> HttpResponse | None:
    round_ = round_seen(request.actor, round_id)
    chain = award_chain(round_, award_id, request.actor)
    typed = in_order(form) or {}
    facts = {
        "name": chain.award.payee_name,
        "amount": format_yuan(typed.get("amount") or 0),
        "why": typed.get("reason", ""),
    }
    return question(
        request,
        form,
        title=_("决定追回"),
        text=_("向%(name)s追回 %(amount)s 元。理由：%(why)s") % facts,
        yes=_("决定追回 %(amount)s 元") % facts,
        above=[
            *_above(round_),
            Crumb(
                reverse("round_award", args=[round_id, award_id]),
                _("花名册第 %(number)s 号") % {"number": chain.award.sequence},
            ),
        ],
    )


def _above(round_: Round) -> list[Crumb]:
    return [
        Crumb(reverse("round_list"), _("送温暖发放")),
        Crumb(reverse("round_page", args=[round_.pk]), round_.title),
    ]
