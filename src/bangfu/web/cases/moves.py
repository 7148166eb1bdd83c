"""The moves that officers make, on one case or on many: one address an act.

Got, it asks once more with the fields that the move needs; posted, it does it to all or to none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bangfu.acts.frame import tell
from bangfu.acts.roles import holds
from bangfu.casework import duties, queries
from bangfu.casework.commands.adjust_classes import adjust_classes
from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.post_notice import Posted, post_notice
from bangfu.casework.commands.propose_adjustment import propose_adjustment
from bangfu.casework.commands.refuse_cases import refuse_cases
from bangfu.casework.commands.return_cases import return_cases
from bangfu.casework.enums import Act, ReviewGroup
from bangfu.casework.errors import CasesNotFound, NothingChosen
from bangfu.casework.jobs import move_many
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.jobs.enums import AT_WORK
from bangfu.jobs.queries import jobs_of
from bangfu.kernel.workdays import YearNotAnnounced
from bangfu.notices.commands.issue_notice import last_day
from bangfu.rounds import duties as rounds
from bangfu.rounds.queries.adjusting import effects_of

from ..access import OfficerRequest, allow
from ..forms_base import FormRefused, GroupedForm, status_with
from ..responses import see_other
from .forms import CaseFilters, ReviewFilters, form_for
from .selection import cases_from, chosen, left_of, nothing_chosen, packed_cases
from .views import address_of, tab_of, tone_of

SHORTEST = 5  # working days, as the form proposes
NAMED = 50  # households whose change is shown one by one
SHOWN = 12  # file numbers on the page that asks once more
#: A command on the chosen cases, with what the form was filled in with.
Command = Callable[..., Any]


#: What each act on a list of cases calls; its address, duty and form follow from this.
COMMANDS: dict[Act, Command] = {
    Act.CHECK: check_cases,
    Act.POST: post_notice,
    Act.APPROVE: approve_cases,
    Act.RETURN: return_cases,
    Act.REFUSE: refuse_cases,
    Act.PROPOSE: propose_adjustment,
    Act.ADJUST: adjust_classes,
}
#: Acts on approved cases, done to those that stand in these groups.
OF_REVIEWS = {Act.PROPOSE: ReviewGroup.CHANGED, Act.ADJUST: ReviewGroup.PROPOSED}
AT_ONCE = 500  # of these, cases that a request moves itself; more go on in the background


def move_page(act: Act) -> Callable[..., HttpResponse]:
    """The page of one act, for who holds the duty of its command."""
    command = COMMANDS[act]

    @allow(command.duty, "GET", "POST")  # type: ignore[attr-defined]
    def page(request: OfficerRequest) -> HttpResponse:
        return _move(request, act, command)

    return page


def _move(request: OfficerRequest, act: Act, command: Command) -> HttpResponse:
    """The fields of the act's form are named like the arguments of its command."""
    if request.method == "POST":
        cases = cases_from(request.POST.get("cases", ""))
        if not cases:
            raise NothingChosen
        return _do(request, act, command, cases, form_for(act, request.POST))
    cases = cases_from(request.GET.get("cases", "") or chosen(request.GET, lambda: _all(request)))
    if not cases:
        return nothing_chosen(request, "case_list")
    return _ask(request, act, cases, form_for(act))


def _do(
    request: OfficerRequest,
    act: Act,
    command: Command,
    cases: Mapping[int, int],
    form: GroupedForm,
) -> HttpResponse:
    """A wrong entry is said at the form; any other refusal has a page of its own."""
    try:
        if act in OF_REVIEWS and len(cases) > AT_ONCE:
            return see_other(
                "job_page", form.send(lambda typed: _begin(request, act, cases, typed))
            )
        done = form.send(
            lambda typed: command(cases=cases, on=request.today, by=request.actor, **typed)
        )
    except FormRefused:
        return _ask(request, act, cases, form)
    return _told(request, act, done, len(cases))


def _begin(
    request: OfficerRequest, act: Act, cases: Mapping[int, int], typed: Mapping[str, Any]
) -> int:
    asked = {"act": act.value, "cases": list(cases.items()), "typed": dict(typed)}
    return int(begin_job(move_many, asked, on=request.today, by=request.actor).pk)


@allow(duties.READ)
def case_moved_of_job(request: OfficerRequest, job_id: int) -> HttpResponse:
    """What became of cases that were moved in the background; also of one that ended half-way."""
    ended = jobs_of(request.actor).filter(kind=move_many.kind).exclude(state__in=AT_WORK)
    outcome = ended.exclude(outcome={}).get(pk=job_id).outcome
    left = queries.summary_of(request.actor, outcome["left"], len(outcome["left"]))
    act = Act(outcome["act"])
    shown = {"act": act, "group": OF_REVIEWS[act], "outcome": outcome, "left": left.file_nos}
    return render(request, "cases/moved.html", shown)


def _ask(
    request: OfficerRequest,
    act: Act,
    cases: Mapping[int, int],
    form: GroupedForm,
) -> HttpResponse:
    summary = queries.summary_of(request.actor, cases, SHOWN)
    if summary.count < len(cases):
        raise CasesNotFound(len(cases) - summary.count)
    shown = {
        "act": act,
        "address": address_of(act),
        "form": form,
        "cases": packed_cases(cases),
        "summary": summary,
        "left": _left(request),
        "back": _back(request, cases),
        "tone": tone_of(act) or "primary",
        **(_adjustment(request, act, cases) if act in OF_REVIEWS else {}),
        "ends_on": _shortest_end(request) if act == Act.POST else None,
    }
    return render(request, "cases/confirm.html", shown, status=status_with(form))


def _adjustment(request: OfficerRequest, act: Act, cases: Mapping[int, int]) -> dict[str, Any]:
    """Who is changed how, on whose proposal, and what it does to money for whoever looks at rounds."""
    actor, today = request.actor, request.today
    changes = queries.changes_of(cases, today)
    files = queries.changed_files(actor, cases, today, NAMED)
    if request.method == "GET":
        tell("case", OF_REVIEWS[act].value, {"households": len(files)}, action="casework.list")
    return {
        "changes": changes,
        "changed_files": files,
        "changed_more": sum(count for _before, _now, count in changes) - len(files),
        "proposals": queries.proposals_of(actor, cases) if act == Act.ADJUST else [],
        "effects": effects_of(cases, today, actor) if holds(actor, rounds.READ) else None,
    }


def _left(request: OfficerRequest) -> str:
    """How the list was left, as the form carries it; "" where the page of one case asked."""
    if request.method == "POST":
        return request.POST.get("left", "")
    return "" if "cases" in request.GET else left_of(request.GET)


def _back(request: OfficerRequest, cases: Mapping[int, int]) -> str:
    """Where nothing is done: the list as it was left, or the case whose page asked."""
    left = _left(request)
    return f"{reverse('case_list')}?{left}" if left else reverse("case_page", args=[*cases][:1])


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
    return see_other(f"{reverse('case_list')}?{_list_after(request, act)}")


def _list_after(request: OfficerRequest, act: Act) -> str:
    """The list that the act was begun on, under its filter, without what has been done."""
    left = QueryDict(_left(request), mutable=True)
    for name in ("chosen", "whole", "after", "before"):
        left.pop(name, None)
    left.setdefault("tab", OF_REVIEWS.get(act, queries.tab_before(act)).value)
    return left.urlencode()


def _all(request: OfficerRequest) -> str:
    """All cases that the list's filter finds now, with their versions now."""
    group = request.GET.get("tab", "")
    if group in set(ReviewGroup):
        wanted = ReviewFilters(request.GET, request.actor, request.today).narrowing()
        rows = queries.reviews(request.actor, ReviewGroup(group), request.today, wanted)
        return packed_cases(dict(rows.values_list("case_id", "case__version")))
    form = CaseFilters(request.GET, request.actor, request.today)
    tab = tab_of(request.GET.get("tab", ""), request.actor)
    cases = queries.cases_in(request.actor, tab, request.today, form.narrowing())
    return packed_cases(queries.versions_of(cases))
