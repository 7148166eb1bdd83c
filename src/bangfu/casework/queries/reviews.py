"""Approved households that are to be reviewed (复核), group by group, each in one group only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case as Choice
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value, When

from bangfu.eligibility.enums import QUALIFYING, HardshipClass
from bangfu.eligibility.models import Determination
from bangfu.kernel.counting import Counted
from bangfu.kernel.phrases import phrase
from bangfu.scope.actors import Actor
from bangfu.scope.counting import counts_each
from bangfu.scope.paging import SIZE, Page, page_of

from ..enums import ReviewGroup, Step
from ..models import Case, Review
from ..rules.pace import Limits
from ..rules.parameters import Window, stands_until, window_at
from ..rules.reviews import TO_DO, differences
from ..rules.states import LIVE
from .candidates import determinations_of
from .listed import with_files
from .narrowing import Narrowing, narrowed
from .parameters import review_windows
from .standing import basis_of

ANY = Narrowing()
APPROVAL = Q(class_then="")
UNQUALIFIED = (HardshipClass.INELIGIBLE, HardshipClass.UNRESOLVED)
#: What a page reads of the review itself.
SHOWN = (
    *("household_id", "case_id", "hardship_class", "class_then", "decided_on", "from_day"),
    *("due_order", "area_code"),
)
#: What `with_files` adds.
FILE = ("file_no", "head_name", "union_name")


@dataclass(frozen=True)
class ReviewLine:
    """A household to be reviewed, as lists show it.

    Attributes:
        class_now: by the determination of the day; that of the approval where it is the same.
        due: by when it is to be done; None where no limit is set.
        reasons: why it is here, in words.
    """

    household_id: int
    case_id: int
    file_no: str
    head_name: str
    union_name: str
    hardship_class: str
    class_now: str
    decided_on: date
    due: date | None
    reasons: tuple[str, ...]
    due_order: str


def reviews(
    actor: Actor, group: ReviewGroup, on: date, wanted: Narrowing = ANY
) -> QuerySet[Review]:
    """One group in the actor's scope, without those for whom a case is under way already.

    Raises Union.DoesNotExist as `narrowed`.
    """
    live = Case.objects.filter(household=OuterRef("household"), state__in=LIVE)
    rows = narrowed(Review.objects.visible_to(actor), wanted, actor)
    return _in_group(rows, group, on, review_windows(on)).exclude(Exists(live))


def review_counts(actor: Actor, on: date, wanted: Narrowing = ANY) -> dict[ReviewGroup, Counted]:
    """How many each group holds, 0 included; each by its own index, up to a thousand."""
    parts = [reviews(actor, group, on, wanted) for group in ReviewGroup]
    return dict(zip(ReviewGroup, counts_each(parts), strict=True))


def review_page(
    actor: Actor,
    group: ReviewGroup,
    on: date,
    wanted: Narrowing = ANY,
    *,
    limits: Limits,
    after: str = "",
    before: str = "",
    size: int = SIZE,
) -> Page[ReviewLine]:
    """A page of one group, who is due first on top."""
    rows = reviews(actor, group, on, wanted).annotate(area_code=F("household__area_code"))
    return page_of(
        rows,
        "due_order",
        after=after,
        before=before,
        size=size,
        read=lambda page: _lines(page, on, limits),
    )


def review_to_do(group: ReviewGroup) -> str:
    """What is to be done with a group, and what holds until then."""
    return phrase(TO_DO[group])


def _in_group(
    rows: QuerySet[Review], group: ReviewGroup, on: date, windows: Sequence[Window]
) -> QuerySet[Review]:
    differs = ~APPROVAL & Q(from_day__lte=on, until_day__gt=on)
    stands = Q(decided_on__gte=_since(windows, "stands_since"))
    if group == ReviewGroup.INELIGIBLE:
        return rows.filter(differs, class_then=HardshipClass.INELIGIBLE)
    if group == ReviewGroup.UNRESOLVED:
        return rows.filter(differs, class_then=HardshipClass.UNRESOLVED)
    if group == ReviewGroup.CHANGED:
        return rows.filter(differs, stands, class_then__in=QUALIFYING)
    others = Review.objects.filter(differs, household=OuterRef("household"))
    if group == ReviewGroup.LAPSED:
        begun = rows.filter(APPROVAL, ~stands, _decided_before(windows, "stands_since"))
        return begun.exclude(Exists(others.filter(class_then__in=UNQUALIFIED)))
    quiet = Q(decided_on__gte=_since(windows, "quiet_since"))
    begun = rows.filter(APPROVAL, stands, ~quiet, _decided_before(windows, "quiet_since"))
    return begun.exclude(Exists(others))


def _since(windows: Sequence[Window], which: str) -> Choice | Value:
    """The window's day at the household's place."""
    *nearer, for_all = windows
    day = Value(getattr(for_all, which), DateField())
    places = [
        When(
            household__area_code__startswith=window.beginning,
            then=Value(getattr(window, which), DateField()),
        )
        for window in nearer
    ]
    return Choice(*places, default=day, output_field=DateField()) if places else day


def _decided_before(windows: Sequence[Window], which: str) -> Q:
    """A range of the index that holds all who are meant, whatever their place."""
    latest = max(getattr(window, which) for window in windows)
    return Q(due_order__lt=f"{latest:%Y%m%d}")


def _lines(page: QuerySet[Review], on: date, limits: Limits) -> list[ReviewLine]:
    rows = [dict(zip((*SHOWN, *FILE), row, strict=True)) for row in with_files(page, SHOWN)]
    determined = determinations_of([row["household_id"] for row in rows], on)
    cases = Case.objects.in_bulk([row["case_id"] for row in rows])
    windows = review_windows(on)
    return [
        _line(
            row,
            cases[row["case_id"]],
            determined.get(row["household_id"]),
            window_at(windows, row["area_code"]),
            limits.get(Step.REVIEW),
        )
        for row in rows
    ]


def _line(
    row: Mapping[str, Any],
    case: Case,
    now: Determination | None,
    window: Window,
    allowed: int | None,
) -> ReviewLine:
    of_approval = not row["class_then"]
    lapses = stands_until(row["decided_on"], window.months) + timedelta(days=1)
    limit = None if allowed is None else row["from_day"] + timedelta(days=allowed)
    return ReviewLine(
        household_id=row["household_id"],
        case_id=row["case_id"],
        file_no=row["file_no"],
        head_name=row["head_name"],
        union_name=row["union_name"],
        hardship_class=row["hardship_class"],
        class_now=row["class_then"] or row["hardship_class"],
        decided_on=row["decided_on"],
        due=lapses if of_approval else limit,
        reasons=(_of_term(row, window),) if of_approval else tuple(_of_class(case, now)),
        due_order=row["due_order"],
    )


def _of_term(row: Mapping[str, Any], window: Window) -> str:
    return phrase(
        "{decided_on} 批准，复核期限 {months} 个月",
        decided_on=row["decided_on"],
        months=window.months,
    )


def _of_class(case: Case, now: Determination | None) -> list[str]:
    if now is None:
        return []
    missing = [phrase("缺：{names}", names="、".join(now.missing))] if now.missing else []
    excluded = [phrase("排除：{names}", names="、".join(now.excluded))] if now.excluded else []
    return missing or [*excluded, *differences(basis_of(case), basis_of(now))]
