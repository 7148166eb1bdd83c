"""Submitting: the households that may be, in the filer's scope, and what became of each."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from bangfu.audit.recording import record
from bangfu.casework import queries
from bangfu.casework.commands.submit_cases import Outcome, submit_cases
from bangfu.casework.enums import SubmitVerdict
from bangfu.casework.errors import NothingChosen
from bangfu.scope.enums import Role

from ..access import OfficerRequest, allow
from .case_forms import CaseFilters
from .case_selection import chosen, ids_from, packed_ids

KEY = "household__file_no"


@allow(Role.FILER)
@require_http_methods(["GET", "POST"])
def case_new(request: OfficerRequest) -> HttpResponse:
    """The list; a choice made on it is asked once more, then submitted."""
    if request.method == "GET":
        return _list(request)
    packed = request.POST.get("households") or chosen(request.POST, lambda: _filtered(request))
    ids = ids_from(packed)
    if not ids:
        raise NothingChosen
    if "confirmed" not in request.POST:
        return _ask(request, ids)
    return _done(request, submit_cases(household_ids=ids, by=request.actor))


def _list(request: OfficerRequest) -> HttpResponse:
    form = CaseFilters(request.GET, request.actor, request.today)
    rows = queries.submittable(request.actor, request.today, form.narrowing())
    page = queries.page_of(
        rows, KEY, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    record(request.actor, "casework.list", "case", "new", {"households": len(page.rows)})
    shown = {
        "form": form,
        "page": page,
        "total": rows.count(),
        "page_ids": packed_ids(row.household_id for row in page.rows),
    }
    return render(request, "cases/new.html", shown)


def _ask(request: OfficerRequest, ids: list[int]) -> HttpResponse:
    shown = {"count": len(ids), "households": packed_ids(ids)}
    return render(request, "cases/new_confirm.html", shown)


def _done(request: OfficerRequest, outcomes: list[Outcome]) -> HttpResponse:
    """Never a redirect: what did not go through must be read. Loaded anew it submits nothing."""
    by_verdict: dict[SubmitVerdict, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_verdict[outcome.verdict].append(outcome)
    submitted = by_verdict.pop(SubmitVerdict.SUBMITTED, [])
    shown = {"submitted": submitted, "rest": sorted(by_verdict.items())}
    return render(request, "cases/submitted.html", shown)


def _filtered(request: OfficerRequest) -> str:
    form = CaseFilters(request.POST, request.actor, request.today)
    rows = queries.submittable(request.actor, request.today, form.narrowing())
    return packed_ids(rows.values_list("household_id", flat=True))


urlpatterns = [path("cases/new/", case_new, name="case_new")]
