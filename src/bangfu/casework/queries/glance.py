"""What was chosen on a list, at a glance, for the page that asks once more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum


@dataclass(frozen=True)
class Summary:
    """Attributes:
    count: households.
    persons: of these households, as the class was decided.
    classes: pairs of a class and its households.
    file_nos: the first of them.
    """

    count: int
    persons: int
    classes: tuple[tuple[str, int], ...]
    file_nos: tuple[str, ...]

    @property
    def rest(self) -> int:
        """How many households are not named."""
        return self.count - len(self.file_nos)


def summary(rows: QuerySet[Any], shown: int) -> Summary:
    """Of cases or of determinations; `shown` file numbers at most."""
    counted = tuple(
        rows.order_by("hardship_class")
        .values_list("hardship_class")
        .annotate(Count("pk"), Sum("size", default=0))
    )
    files = rows.order_by("household__file_no").values_list("household__file_no", flat=True)
    return Summary(
        count=sum(households for _class, households, _persons in counted),
        persons=sum(persons for _class, _households, persons in counted),
        classes=tuple((name, households) for name, households, _persons in counted),
        file_nos=tuple(files[:shown]),
    )
