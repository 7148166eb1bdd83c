"""Submitting: the households that may be, in the filer's scope, and what became of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bangfu.acts.frame import tell
from bangfu.casework import duties, queries
from bangfu.casework.commands.submit_cases import SHARING, submit_cases
from bangfu.casework.enums import SubmitVerdict
from bangfu.casework.errors import NothingChosen
from bangfu.casework.jobs import submit_many
from bangfu.casework.queries.candidates import Judged, judged
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.jobs.enums import AT_WORK
from bangfu.jobs.queries import jobs_of

from ..access import OfficerRequest, allow
from ..responses import see_other
from .finding import find_form
from .forms import CaseFilters
from .moves import SHOWN
from .selection import chosen, ids_from, left_of, nothing_chosen, packed_ids, state_of

#: In the session: what became of the last submission, by ids alone.
DONE = "submission"
AT_ONCE = 500  # households that a request submits itself; more go on in the background


@allow(duties.SUBMIT, "GET", "POST")
def case_new(request: OfficerRequest) -> HttpResponse:
    """The list; posted, submit what was chosen on it and asked once more."""
    if request.method != "POST":
        return _list(request)
    ids = ids_from(request.POST.get("households", ""))
    if not ids:
        raise NothingChosen
    if len(ids) > AT_ONCE:
        begun = begin_job(submit_many, {"household_ids": ids}, on=request.today, by=request.actor)
        return see_other("job_page", begun.pk)
    outcomes = submit_cases(household_ids=ids, on=request.today, by=request.actor)
    request.session[DONE] = queries.tally(
        {}, ((each.verdict, each.household_id) for each in outcomes)
    )
    return see_other("case_new_done")


@allow(duties.SUBMIT)
def case_new_confirm(request: OfficerRequest) -> HttpResponse:
    """Ask once more for what was chosen on the list."""
    came_from = "case_list" if "tab" in request.GET else "case_new"
    ids = ids_from(chosen(request.GET, lambda: _filtered(request)))
    if not ids:
        return nothing_chosen(request, came_from)
    ahead = _ahead(request, ids)
    summary = queries.candidates_summary(request.actor, ahead.to_submit, request.today, SHOWN)
    shown = {
        "summary": summary,
        "count": summary.count,
        "later": len(ids) > AT_ONCE,
        "rest": ahead.rest,
        "sharing": any(verdict in SHARING for verdict, _count, _files in ahead.rest),
        "households": packed_ids(ids),
        "back": f"{reverse(came_from)}?{left_of(request.GET)}",
    }
    return render(request, "cases/new_confirm.html", shown)


def _ahead(request: OfficerRequest, ids: list[int]) -> Judged:
    """Of more than a request submits, the list has said that they may be; the job asks of each."""
    if len(ids) > AT_ONCE:
        return Judged(tuple(ids), ())
    return judged(request.actor, ids, request.today, SHOWN)


@allow(duties.SUBMIT)
def case_new_done(request: OfficerRequest) -> HttpResponse:
    """What became of the last submission; what did not go through must be read."""
    done = request.session.get(DONE)
    return see_other("case_new") if done is None else _what_became(request, done)


@allow(duties.SUBMIT)
def case_new_of_job(request: OfficerRequest, job_id: int) -> HttpResponse:
    """The same of a submission that went on in the background; also of one that ended half-way."""
    ended = jobs_of(request.actor).filter(kind=submit_many.kind).exclude(state__in=AT_WORK)
    job = ended.exclude(outcome={}).get(pk=job_id)
    return _what_became(request, job.outcome)


def _what_became(request: OfficerRequest, done: dict[str, Any]) -> HttpResponse:
    rest = [
        (SubmitVerdict(each["verdict"]), each["count"], _told(request, each["households"]))
        for each in done["rest"]
    ]
    return render(request, "cases/submitted.html", {"submitted": done["submitted"], "rest": rest})


def _list(request: OfficerRequest) -> HttpResponse:
    form = CaseFilters(request.GET, request.actor, request.today)
    wanted = form.narrowing()
    rows = queries.submittable(request.actor, request.today, wanted)
    page = queries.submittable_page(
        rows, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    tell("case", "new", {"households": len(page.rows)}, action="casework.list")
    shown = {
        "form": form,
        "find": find_form(form),
        "page": page,
        "total": queries.count_submittable(request.actor, request.today, wanted),
        "page_ids": packed_ids(row.household_id for row in page.rows),
        **state_of(request.GET),
    }
    return render(request, "cases/new.html", shown)


def _told(request: OfficerRequest, household_ids: list[int]) -> list[queries.ReasonLeft]:
    return queries.reasons_left(request.actor, household_ids, request.today)


def _filtered(request: OfficerRequest) -> str:
    form = CaseFilters(request.GET, request.actor, request.today)
    rows = queries.submittable(request.actor, request.today, form.narrowing())
    return packed_ids(rows.values_list("household_id", flat=True))
