"""Submitting: the households that may be, in the filer's scope, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.acts.frame import tell
from bangfu.casework import duties, queries
from bangfu.casework.commands.submit_cases import Outcome, submit_cases
from bangfu.casework.enums import SubmitVerdict
from bangfu.casework.errors import NothingChosen
from bangfu.scope.counting import count_of

from ..access import OfficerRequest, allow
from ..responses import see_other
from .forms import CaseFilters
from .selection import chosen, ids_from, nothing_chosen, packed_ids

KEY = "household__file_no"
#: In the session: what became of the last submission, by ids alone.
DONE = "submission"
SHOWN = 100  # households a verdict that are told one by one


@allow(duties.SUBMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: OfficerRequest) -> HttpResponse:
    """The list; posted, submit what was chosen on it and asked once more."""
    if request.method != "POST":
        return _list(request)
    ids = ids_from(request.POST.get("households", ""))
    if not ids:
        raise NothingChosen
    request.session[DONE] = _kept(
        submit_cases(household_ids=ids, on=request.today, by=request.actor)
    )
    return see_other("case_new_done")


@allow(duties.SUBMIT)
@require_safe
def case_new_confirm(request: OfficerRequest) -> HttpResponse:
    """Ask once more for what was chosen on the list."""
    ids = ids_from(chosen(request.GET, lambda: _filtered(request)))
    if not ids:
        return nothing_chosen(request, "case_new")
    shown = {"count": len(ids), "households": packed_ids(ids)}
    return render(request, "cases/new_confirm.html", shown)


@allow(duties.SUBMIT)
@require_safe
def case_new_done(request: OfficerRequest) -> HttpResponse:
    """What became of the last submission; what did not go through must be read."""
    done = request.session.get(DONE)
    if done is None:
        return see_other("case_new")
    rest = [
        (SubmitVerdict(one["verdict"]), one["count"], _told(request, one["households"]))
        for one in done["rest"]
    ]
    return render(request, "cases/submitted.html", {"submitted": done["submitted"], "rest": rest})


def _list(request: OfficerRequest) -> HttpResponse:
    form = CaseFilters(request.GET, request.actor, request.today)
    rows = queries.submittable(request.actor, request.today, form.narrowing())
    page = queries.page_of(
        rows, KEY, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    tell("case", "new", {"households": len(page.rows)}, action="casework.list")
    shown = {
        "form": form,
        "page": page,
        "total": count_of(rows),
        "page_ids": packed_ids(row.household_id for row in page.rows),
    }
    return render(request, "cases/new.html", shown)


def _kept(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """{submitted: count, rest: [{verdict, count, households: the first ids}]}, for the session."""
    by_verdict: dict[SubmitVerdict, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_verdict[outcome.verdict].append(outcome)
    submitted = by_verdict.pop(SubmitVerdict.SUBMITTED, [])
    rest = [
        {
            "verdict": verdict.value,
            "count": len(those),
            "households": [one.household_id for one in those[:SHOWN] if one.household_id],
        }
        for verdict, those in sorted(by_verdict.items())
    ]
    return {"submitted": len(submitted), "rest": rest}


def _told(request: OfficerRequest, household_ids: list[int]) -> list[queries.Reason]:
    return queries.reasons_left(request.actor, household_ids, request.today)


def _filtered(request: OfficerRequest) -> str:
    form = CaseFilters(request.GET, request.actor, request.today)
    rows = queries.submittable(request.actor, request.today, form.narrowing())
    return packed_ids(rows.values_list("household_id", flat=True))
