"""Approved households that are to be reviewed (复核), group by group, each in one group only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bangfu.eligibility.enums import HardshipClass
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
from .candidates import determinations_of
from .classes import APPROVAL, differs, idle, moved, since, stands
from .listed import with_files
from .narrowing import Narrowing, narrowed
from .parameters import review_windows
from .standing import basis_of

ANY = Narrowing()
#: What of the basis is the same where the standard alone moved.
SAME = ("income_fen", "essential_fen", "size", "rule_set")
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
    version: int
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
    rows = narrowed(Review.objects.visible_to(actor), wanted, actor).filter(idle())
    if wanted.by_standard:
        rows = rows.filter(_by_standard(on))
    return _in_group(rows, group, on, review_windows(on))


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
    if group == ReviewGroup.INELIGIBLE:
        return rows.filter(differs(on), class_then=HardshipClass.INELIGIBLE)
    if group == ReviewGroup.UNRESOLVED:
        return rows.filter(differs(on), class_then=HardshipClass.UNRESOLVED)
    if group in (ReviewGroup.CHANGED, ReviewGroup.PROPOSED):
        proposed = Q(case__proposed_class=F("class_then"))
        return moved(rows.filter(proposed if group == ReviewGroup.PROPOSED else ~proposed), on)
    others = Review.objects.filter(differs(on), household=OuterRef("household"))
    if group == ReviewGroup.LAPSED:
        begun = rows.filter(APPROVAL, ~stands(windows), _decided_before(windows, "stands_since"))
        return begun.exclude(Exists(others.filter(class_then__in=UNQUALIFIED)))
    quiet = Q(decided_on__gte=since(windows, "quiet_since"))
    begun = rows.filter(APPROVAL, stands(windows), ~quiet, _decided_before(windows, "quiet_since"))
    return begun.exclude(Exists(others))


def _by_standard(on: date) -> Exists:
    """The standard alone is another than at the approval: neither means, size nor rules are."""
    same = {name: OuterRef(f"case__{name}") for name in SAME}
    now = Determination.objects.on(on).filter(household=OuterRef("household"), **same)
    return Exists(now.exclude(standard_fen=OuterRef("case__standard_fen")))


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
        version=case.version,
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
