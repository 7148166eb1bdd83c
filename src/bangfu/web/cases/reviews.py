"""Approved households that are to be reviewed: a list for each thing to be done, and the same as a
workbook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.acts.frame import tell
from bangfu.casework import duties, queries
from bangfu.casework.enums import ReviewGroup
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.kernel.counting import Counted
from bangfu.reporting.file_names import review_list_name
from bangfu.reporting.jobs import export_reviews
from bangfu.reporting.review_export import review_workbook
from bangfu.scope.actors import Actor
from bangfu.scope.counting import count_of

from ..access import OfficerRequest, allow
from ..responses import download, see_other
from .finding import find_form
from .forms import ReviewFilters
from .selection import packed_cases, packed_ids, state_of

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
    form = ReviewFilters(request.GET, actor, today)
    wanted = form.narrowing()
    counts = queries.review_counts(actor, today, wanted)
    asked = request.GET.get("tab", "")
    group = next((each for each in ReviewGroup if counts[each]), ReviewGroup.INELIGIBLE)
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
    chosen_on = _choosing(group, page.rows, actor)
    shown = {
        "form": form,
        "find": find_form(form),
        "tab": group,
        "groups": [(each, counts[each]) for each in ReviewGroup],
        "tabs": list(queries.tab_counts(actor, today, wanted).items()),
        "to_do": queries.review_to_do(group),
        "page": page,
        "rows": [(row, _packed(row, chosen_on)) for row in page.rows],
        "total": counts[group],
        "chosen_on": chosen_on,
        "by_standard": _by_standard(actor, group, today, wanted),
        **state_of(request.GET),
    }
    return render(request, "cases/reviews.html", shown)


@allow(duties.EXPORT, "POST")
def case_review_export(request: OfficerRequest) -> HttpResponse:
    """One group as filtered, whole; posted, for a reading of so much is an act. A long one goes on in
    the background.
    """
    wanted = ReviewFilters(request.POST, request.actor, request.today).narrowing()
    asked = request.POST.get("tab", "")
    group = ReviewGroup(asked) if asked in set(ReviewGroup) else ReviewGroup.INELIGIBLE
    rows = queries.reviews(request.actor, group, request.today, wanted)
    if count_of(rows, AT_ONCE).more:
        arguments = {"day": str(request.today), "group": group.value, "wanted": asdict(wanted)}
        begun = begin_job(export_reviews, arguments, on=request.today, by=request.actor)
        return see_other("job_page", begun.pk)
    content, count = review_workbook(request.actor, group, request.today, wanted)
    tell("case", group.value, {"households": count})
    return download(content, review_list_name(group, request.today))


@dataclass(frozen=True)
class Choosing:
    """What is done with rows that are chosen on a list: where, what the button says, the page's rows.

    `whole`: all that the filter finds may be chosen, too.
    """

    address: str
    label: str
    page: str
    whole: bool
    of_cases: bool


def _choosing(
    group: ReviewGroup, rows: Sequence[queries.ReviewLine], actor: Actor
) -> Choosing | None:
    """None where nothing is done with many at once, or not by this officer."""
    for offer in queries.review_offers(group, actor):
        packed = packed_cases({row.case_id: row.version for row in rows})
        return Choosing(reverse(f"case_{offer.act}"), offer.act.label, packed, True, True)
    if group in TO_SUBMIT and queries.may_submit(actor):
        packed = packed_ids(row.household_id for row in rows)
        return Choosing(reverse("case_new_confirm"), _("重新提交认定"), packed, False, False)
    return None


def _packed(row: queries.ReviewLine, chosen_on: Choosing | None) -> str:
    """How a row travels that is ticked: a case with its version, or a household."""
    of_cases = chosen_on is not None and chosen_on.of_cases
    return packed_cases({row.case_id: row.version}) if of_cases else str(row.household_id)


def _by_standard(
    actor: Actor, group: ReviewGroup, on: date, wanted: queries.Narrowing
) -> Counted | None:
    """How many of the changed ones a changed standard brought there; None where that is no question."""
    if group not in (ReviewGroup.CHANGED, ReviewGroup.PROPOSED) or wanted.by_standard:
        return None
    return count_of(queries.reviews(actor, group, on, replace(wanted, by_standard=True)))
