"""Cases: the lists by state, and one case with its way."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.acts.frame import tell
from bangfu.acts.roles import holders, holds
from bangfu.casework import duties, queries
from bangfu.casework.enums import Act, CaseState, CaseTab, Step
from bangfu.casework.models import Case
from bangfu.organisations.queries import PERSONAL_ROLES
from bangfu.reporting.aid_of_file import AwardStanding, aid_given
from bangfu.rounds import duties as rounds
from bangfu.rounds.queries.reasons import awards_on
from bangfu.scope.actors import Actor

from ..access import OfficerRequest, allow
from ..cursors import row_id
from ..filtering import say_unknown
from .finding import find_form
from .forms import CaseFilters
from .reviews import is_review, review_list
from .selection import packed_cases, state_of

#: Which list is shown first, by the first of these duties that somebody holds.
FIRST_TAB = (
    (duties.SUBMIT, CaseTab.RETURNED),
    (duties.APPROVE, CaseTab.ENDED),
    (duties.CHECK, CaseTab.SUBMITTED),
)
#: The duty of each step that a case waits for.
STEP_OF = {Step.CHECK: duties.CHECK, Step.POST: duties.POST, Step.DECIDE: duties.APPROVE}
TONES = {Act.RETURN: "", Act.REFUSE: "danger"}


@allow(duties.READ)
def case_list(request: OfficerRequest) -> HttpResponse:
    """Cases of one state with filters; what may be done to all of them at once stands above."""
    if is_review(request.GET.get("tab", "")):
        return review_list(request)
    say_unknown(request, "tab", set(CaseTab), _("状态"))
    actor, today = request.actor, request.today
    form = CaseFilters(request.GET, actor, today)
    wanted = form.narrowing()
    limits = queries.limits_of(actor, today)
    work = queries.work_list(actor, today, limits)
    counts = queries.tab_counts(actor, today, wanted)
    tab = tab_of(request.GET.get("tab", "") or _first_with_work(work), actor)
    if "tab" not in request.GET and not counts[tab]:  # nothing waits: what there is, is shown
        tab = next((each for each in CaseTab if counts[each]), tab)
    page = queries.case_page(
        actor,
        tab,
        today,
        wanted,
        after=row_id(request, "after"),
        before=row_id(request, "before"),
    )
    tell("case", tab.value, {"cases": len(page.rows)}, action="casework.list")
    shown = {
        "form": form,
        "find": find_form(form),
        "tab": tab,
        "tabs": [(tab_, counts[tab_]) for tab_ in CaseTab],
        "page": page,
        "rows": [
            (case, queries.timing(case, today, limits), packed_cases({case.id: case.version}))
            for case in page.rows
        ],
        **state_of(request.GET),
        "total": counts[tab],
        "acts": [
            (offer.act, tone_of(offer.act), address_of(offer.act))
            for offer in queries.bulk_offers(tab, actor)
        ],
        "page_cases": packed_cases(queries.versions_of(page.rows)),
        "may_submit": queries.may_submit(actor),
        "work": work,
    }
    return render(request, "cases/list.html", shown)


@allow(duties.READ)
def case_page(request: OfficerRequest, case_id: int) -> HttpResponse:
    """One case: what it was submitted on, recomputed; its way; what may be done now."""
    actor, today = request.actor, request.today
    case = queries.case_of(actor, case_id)
    tell("household", case.household_id, {"case": case.id})
    offers = queries.offers(case, actor, today)
    shown = {
        "case": case,
        "packed": packed_cases({case.id: case.version}),
        "replay": queries.replay(case),
        "timing": queries.timing(case, today, queries.limits_of(actor, today)),
        "events": queries.told_timeline(case),
        "live": queries.is_live(case),
        "facts": queries.facts_now(case, today) if queries.is_live(case) else "",
        "objections": queries.objections_to(case),
        "posted": case.state == CaseState.POSTED,
        "offers": [
            (offer, tone_of(offer.act), address_of(offer.act))
            for offer in offers
            if not offer.hindrances
        ],
        "hindered": [offer for offer in offers if offer.hindrances],
        "turn": "" if offers else _turn(case),
        "may_object": holds(actor, duties.OBJECT),
        "may_answer": queries.may_answer(actor),
        "awards": _awards(request, case),
        "others": queries.cases_of_household(actor, case.household_id).exclude(id=case.id),
    }
    return render(request, "cases/page.html", shown)


def _turn(case: Case) -> str:
    """Whose turn it is, in words, for whoever can do nothing; "" where nothing is to be done."""
    step = queries.waits_for(case)
    if step is None:
        return ""
    roles = [str(role.label) for role in holders(STEP_OF[step]) if role in PERSONAL_ROLES]
    told = {"step": step.label, "roles": "、".join(roles)}
    return _("下一步：%(step)s，由%(roles)s办理。") % told


def _awards(request: OfficerRequest, case: Case) -> list[AwardStanding]:
    """What was awarded on this approval and how it stands, for whoever may look at rounds."""
    if not holds(request.actor, rounds.READ):
        return []
    on_it = {award.pk for award in awards_on(case.pk, case.household_id, request.actor)}
    given = aid_given(case.household, request.actor) if on_it else []
    return [one for one in reversed(given) if one.award.pk in on_it]


def _first_with_work(work: Sequence[queries.WaitingWork]) -> str:
    """The list of cases that waits for the officer, the most overdue first; "" where none does."""
    return next((each.tab.value for each in work if each.tab in set(CaseTab)), "")


def tab_of(value: str, actor: Actor) -> CaseTab:
    """The list asked for; else the one that the actor's duties are about."""
    if value in set(CaseTab):
        return CaseTab(value)
    return next((tab for duty, tab in FIRST_TAB if holds(actor, duty)), CaseTab.APPROVED)


def tone_of(act: Act) -> str:
    return TONES.get(act, "primary")


def address_of(act: Act) -> str:
    return reverse(f"case_{act}")
