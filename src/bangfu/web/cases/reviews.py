"""Approved households that are to be reviewed: a list for each thing to be done, and the same as a
workbook.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from bangfu.acts.frame import tell
from bangfu.casework import duties, queries
from bangfu.casework.enums import ReviewGroup
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.reporting.jobs import export_reviews
from bangfu.reporting.review_export import review_workbook
from bangfu.scope.counting import count_of

from ..access import OfficerRequest, allow
from ..responses import download, see_other
from .forms import CaseFilters
from .selection import packed_ids, state_of

#: The tab itself, where nobody said which group: the first that holds anybody.
ANY_GROUP = "review"
#: Groups that are done by submitting anew.
TO_SUBMIT = (ReviewGroup.LAPSED, ReviewGroup.CHANGED, ReviewGroup.LAPSING)
AT_ONCE = 5_000  # households that a request may wait for


def is_review(tab: str) -> bool:
    return tab == ANY_GROUP or tab in set(ReviewGroup)


def review_list(request: OfficerRequest) -> HttpResponse:
    """One group with filters, above it what is to be done; who is due first stands on top."""
    actor, today = request.actor, request.today
    form = CaseFilters(request.GET, actor, today)
    wanted = form.narrowing()
    counts = queries.review_counts(actor, today, wanted)
    asked = request.GET.get("tab", "")
    group = next((one for one in ReviewGroup if counts[one]), ReviewGroup.INELIGIBLE)
    group = ReviewGroup(asked) if asked in set(ReviewGroup) else group
    page = queries.review_page(
        actor,
        group,
        today,
        wanted,
        limits=queries.limits_of(actor, today),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    tell("case", group.value, {"households": len(page.rows)}, action="casework.list")
    shown = {
        "form": form,
        "tab": group,
        "groups": [(one, counts[one]) for one in ReviewGroup],
        "tabs": list(queries.tab_counts(actor, today, wanted).items()),
        "to_do": queries.review_to_do(group),
        "page": page,
        "rows": [(row, _days_left(row.due, today)) for row in page.rows],
        "total": counts[group],
        "page_ids": packed_ids(row.household_id for row in page.rows),
        "may_submit": group in TO_SUBMIT and queries.may_submit(actor),
        **state_of(request.GET),
    }
    return render(request, "cases/reviews.html", shown)


@allow(duties.EXPORT, "POST")
def case_review_export(request: OfficerRequest) -> HttpResponse:
    """One group as filtered, whole; posted, for a reading of so much is an act. A long one goes on in
    the background.
    """
    wanted = CaseFilters(request.POST, request.actor, request.today).narrowing()
    asked = request.POST.get("tab", "")
    group = ReviewGroup(asked) if asked in set(ReviewGroup) else ReviewGroup.INELIGIBLE
    rows = queries.reviews(request.actor, group, request.today, wanted)
    if count_of(rows, AT_ONCE).more:
        said = {"day": str(request.today), "group": group.value, "wanted": asdict(wanted)}
        begun = begin_job(export_reviews, said, on=request.today, by=request.actor)
        return see_other("job_page", begun.pk)
    content, count = review_workbook(request.actor, group, request.today, wanted)
    tell("case", group.value, {"households": count})
    return download(content, f"reviews-{group.value}-{request.today}.xlsx")


def _days_left(due: date | None, on: date) -> int | None:
    """Calendar days until the due day, negative past it."""
    return None if due is None else (due - on).days
