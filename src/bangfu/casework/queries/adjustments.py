"""What an adjustment of classes is about: whose class becomes another, and who proposed it, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from bangfu.scope.actors import Actor

from .. import duties
from ..models import Case, CaseEvent
from .classes import moved_among, moved_classes


@dataclass(frozen=True)
class Proposal:
    """What one officer proposed on one day for one reason, and for how many of the chosen households."""

    by_name: str
    day: date
    reason: str
    households: int


@dataclass(frozen=True)
class ChangedFile:
    """A household whose class would become another: `before` as approved, `now` as of the day."""

    case_id: int
    file_no: str
    head_name: str
    before: str
    now: str


def changes_of(case_ids: Collection[int], on: date) -> list[tuple[str, str, int]]:
    """How chosen cases would be adjusted that day: class as approved, class of the day, how many."""
    counted = Counter(moved_classes(case_ids, on).values())
    return [(before, now, count) for (before, now), count in sorted(counted.items())]


def changed_files(
    actor: Actor, case_ids: Collection[int], on: date, shown: int
) -> list[ChangedFile]:
    """Of those in the actor's scope that may be adjusted that day, the first `shown` by file number."""
    rows = moved_among(case_ids, on).filter(case__in=Case.objects.visible_to(actor))
    columns = (
        "case_id",
        "household__file_no",
        "household__head_name",
        "hardship_class",
        "class_then",
    )
    return [
        ChangedFile(*row)
        for row in rows.order_by("household__file_no").values_list(*columns)[:shown]
    ]


def proposals_of(actor: Actor, case_ids: Collection[int]) -> list[Proposal]:
    """The newest proposal of each chosen case that waits for a decision, alike ones as one, the oldest first."""
    proposed = CaseEvent.objects.visible_to(actor).filter(
        case__in=list(case_ids), duty=duties.PROPOSE.code
    )
    waiting = proposed.exclude(case__proposed_class="")
    newest = waiting.order_by("case_id", "-id").distinct("case_id").values("id")
    alike = CaseEvent.objects.filter(id__in=newest).values_list("by_name", "day", "reason")
    counted = alike.annotate(Count("id")).order_by("day", "by_name", "reason")
    return [Proposal(*row) for row in counted]
