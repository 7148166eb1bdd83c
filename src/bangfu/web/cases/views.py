"""Cases: the lists by state, one case, and the moves that officers make, on one or on many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.audit.recording import record
from bangfu.casework import queries
from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.post_notice import Posted, last_day, post_notice
from bangfu.casework.commands.refuse_cases import refuse_cases
from bangfu.casework.commands.return_cases import return_cases
from bangfu.casework.enums import Act, CaseState, CaseTab
from bangfu.casework.errors import CasesNotFound, NothingChosen
from bangfu.kernel.errors import BangfuError
from bangfu.kernel.workdays import YearNotAnnounced
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from ..access import OfficerRequest, allow
from ..cursors import row_id
from ..forms_base import GroupedForm
from ..responses import see_other
from .forms import CaseFilters, form_for
from .selection import cases_from, chosen, nothing_chosen, packed_cases

READERS = (Role.FILER, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)
MOVERS = (Role.REVIEWER, Role.APPROVER)
FIRST_TAB = {
    Role.FILER: CaseTab.RETURNED,
    Role.APPROVER: CaseTab.ENDED,
    Role.AUDITOR: CaseTab.APPROVED,
}
TONES = {Act.RETURN: "", Act.REFUSE: "danger"}
SHORTEST = 5  # working days, as the form proposes
SHOWN = 12  # file numbers on the page that asks once more


@allow(*READERS)
@require_safe
def case_list(request: OfficerRequest) -> HttpResponse:
    """Cases of one state with filters; what may be done to all of them at once stands above."""
    actor, today = request.actor, request.today
    form = CaseFilters(request.GET, actor, today)
    wanted = form.narrowing()
    tab = _tab(request.GET.get("tab", ""), actor)
    page = queries.case_page(
        actor,
        tab,
        today,
        wanted,
        after=row_id(request, "after"),
        before=row_id(request, "before"),
    )
    counts = queries.tab_counts(actor, today, wanted)
    limits = queries.limits_of(actor, today)
    record(actor, "casework.list", "case", tab.value, {"cases": len(page.rows)})
    shown = {
        "form": form,
        "tab": tab,
        "tabs": [(one, counts[one]) for one in CaseTab],
        "page": page,
        "rows": [(case, queries.timing(case, today, limits)) for case in page.rows],
        "total": counts[tab],
        "acts": [(offer.act, _tone(offer.act)) for offer in queries.bulk_offers(tab, actor)],
        "page_cases": packed_cases(queries.versions_of(page.rows)),
        "may_submit": queries.may_submit(actor),
        "work": queries.work_list(actor, today),
    }
    return render(request, "cases/list.html", shown)


@allow(*READERS)
@require_safe
def case_page(request: OfficerRequest, case_id: int) -> HttpResponse:
    """One case: what it was submitted on, recomputed; its way; what may be done now."""
    actor, today = request.actor, request.today
    case = queries.case_of(actor, case_id)
    record(actor, "casework.read", "household", case.household_id, {"case": case.id})
    offers = queries.offers(case, actor, today)
    shown = {
        "case": case,
        "packed": packed_cases({case.id: case.version}),
        "replay": queries.replay(case),
        "timing": queries.timing(case, today, queries.limits_of(actor, today)),
        "events": [(event, CaseState(event.to_state)) for event in queries.timeline(case)],
        "live": queries.is_live(case),
        "facts": queries.facts_now(case, today) if queries.is_live(case) else "",
        "objections": queries.objections_to(case),
        "posted": case.state == CaseState.POSTED,
        "offers": [(offer, _tone(offer.act)) for offer in offers if not offer.hindrances],
        "hindered": [offer for offer in offers if offer.hindrances],
        "may_object": actor.role in (Role.FILER, *MOVERS),
        "may_answer": queries.may_answer(actor),
        "others": queries.cases_of_household(actor, case.household_id).exclude(id=case.id),
    }
    return render(request, "cases/page.html", shown)


@allow(*MOVERS)
@require_http_methods(["GET", "HEAD", "POST"])
def case_act(request: OfficerRequest) -> HttpResponse:
    """Ask once more with the fields that the move needs; posted, do it to all or to none."""
    posted = request.method == "POST"
    given = request.POST if posted else request.GET
    act = _act(given.get("act", ""))
    packed = given.get("cases", "")
    if not packed and not posted:
        packed = chosen(given, lambda: _filtered(request))
    cases = cases_from(packed)
    if posted and not cases:
        raise NothingChosen
    if posted:
        return _do(request, act, cases, form_for(act, given))
    if not cases:
        return nothing_chosen(request, "case_list")
    return _ask(request, act, cases, form_for(act))


def _do(
    request: OfficerRequest, act: Act, cases: Mapping[int, int], form: GroupedForm
) -> HttpResponse:
    """A wrong entry is said at the form; any other refusal has a page of its own."""
    if not form.is_valid():
        return _ask(request, act, cases, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        done = DO[act](cases, request.today, request.actor, form.cleaned_data)
    except BangfuError as refused:
        if getattr(refused, "status", HTTPStatus.UNPROCESSABLE_ENTITY) != 422:
            raise
        form.add_error(None, str(refused))
        return _ask(request, act, cases, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _told(request, act, done, len(cases))


def _check(cases: Mapping[int, int], on: date, by: Actor, given: dict[str, Any]) -> Any:
    return check_cases(cases=cases, on=on, by=by, note=given["note"])


def _approve(cases: Mapping[int, int], on: date, by: Actor, given: dict[str, Any]) -> Any:
    return approve_cases(cases=cases, on=on, by=by, note=given["note"])


def _return(cases: Mapping[int, int], on: date, by: Actor, given: dict[str, Any]) -> Any:
    return return_cases(cases=cases, on=on, by=by, reason=given["reason"])


def _refuse(cases: Mapping[int, int], on: date, by: Actor, given: dict[str, Any]) -> Any:
    return refuse_cases(cases=cases, on=on, by=by, reason=given["reason"])


def _post(cases: Mapping[int, int], on: date, by: Actor, given: dict[str, Any]) -> Any:
    return post_notice(
        cases=cases, on=on, by=by, working_days=given["working_days"], contact=given["contact"]
    )


DO: dict[Act, Callable[[Mapping[int, int], date, Actor, dict[str, Any]], Any]] = {
    Act.CHECK: _check,
    Act.POST: _post,
    Act.APPROVE: _approve,
    Act.RETURN: _return,
    Act.REFUSE: _refuse,
}


def _ask(
    request: OfficerRequest,
    act: Act,
    cases: Mapping[int, int],
    form: GroupedForm,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    found = queries.summary_of(request.actor, cases, SHOWN)
    if found.count < len(cases):
        raise CasesNotFound(len(cases) - found.count)
    shown = {
        "act": act,
        "form": form,
        "cases": packed_cases(cases),
        "found": found,
        "rest": found.count - len(found.file_nos),
        "tone": _tone(act) or "primary",
        "ends_on": _shortest_end(request) if act == Act.POST else None,
    }
    return render(request, "cases/confirm.html", shown, status=status)


def _shortest_end(request: OfficerRequest) -> date | None:
    """Where a posting of today would end; posting itself tells what to do about a year unknown."""
    try:
        return last_day(request.today, SHORTEST)
    except YearNotAnnounced:
        return None


def _told(request: OfficerRequest, act: Act, done: Any, count: int) -> HttpResponse:
    moved = done.moved if isinstance(done, Posted) else done
    if moved.moved:
        text = ngettext("已办理“%(act)s” %(n)d 户。", "已办理“%(act)s” %(n)d 户。", count)
        messages.success(request, text % {"act": act.label, "n": count})
    else:
        messages.info(request, _("这些户您已经办理过了，没有重复办理。"))
    if isinstance(done, Posted) and done.notice is not None:
        return see_other("notice_page", done.notice.id)
    if count == 1:
        return see_other("case_page", *moved.moved, *moved.already)
    return see_other(f"{reverse('case_list')}?tab={queries.tab_before(act)}")


def _filtered(request: OfficerRequest) -> str:
    """All cases that the list's filter finds now, with their versions now."""
    form = CaseFilters(request.GET, request.actor, request.today)
    tab = _tab(request.GET.get("tab", ""), request.actor)
    cases = queries.cases_in(request.actor, tab, request.today, form.narrowing())
    return packed_cases(queries.versions_of(cases))


def _act(value: str) -> Act:
    if value not in set(DO):
        raise BadRequest
    return Act(value)


def _tab(value: str, actor: Actor) -> CaseTab:
    if value in set(CaseTab):
        return CaseTab(value)
    return FIRST_TAB.get(actor.role, CaseTab.SUBMITTED)


def _tone(act: Act) -> str:
    return TONES.get(act, "primary")
