"""Which approvals stand, and whose households are in another class by now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Case as Choice
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from bangfu.eligibility.enums import QUALIFYING

from ..models import Case, ClassChange, Review
from ..rules.parameters import Window
from ..rules.states import LIVE
from .parameters import review_windows

APPROVAL = Q(class_then="")


def approved_class(on: date) -> Coalesce:
    """Of a row of cases: the class as approved, or as adjusted since, on a day."""
    adjusted = ClassChange.objects.filter(case=OuterRef("pk"), holds_from__lte=on)
    newest = adjusted.order_by("-holds_from").values("to_class")[:1]
    return Coalesce(Subquery(newest), F("hardship_class"))


def differs(on: date) -> Q:
    """Rows of determinations that say another class on that day than was approved."""
    return ~APPROVAL & Q(from_day__lte=on, until_day__gt=on)


def stands(windows: Sequence[Window]) -> Q:
    """The approval is not past its term of review."""
    return Q(decided_on__gte=since(windows, "stands_since"))


def since(windows: Sequence[Window], which: str) -> Choice | Value:
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


def idle() -> Q:
    """No case of the household is under way."""
    return ~Q(Exists(Case.objects.filter(household=OuterRef("household"), state__in=LIVE)))


def moved(rows: QuerySet[Review], on: date) -> QuerySet[Review]:
    """Of these, whose approval stands while the class of the day is another that qualifies."""
    return rows.filter(differs(on), stands(review_windows(on)), idle(), class_then__in=QUALIFYING)


def moved_among(case_ids: Collection[int], on: date) -> QuerySet[Review]:
    """Of these cases, those that may be adjusted on a day."""
    return moved(Review.objects.filter(case_id__in=list(case_ids)), on)


def moved_classes(case_ids: Collection[int], on: date) -> dict[int, tuple[str, str]]:
    """By case, of those that may be adjusted, the approved class and the one of the day."""
    rows = moved_among(case_ids, on)
    return {
        case: (before, now)
        for case, before, now in rows.values_list("case_id", "hardship_class", "class_then")
    }
