"""What each figure is: its unit, what counts, who asks for it, and how many it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from bangfu.reporting import duties
from bangfu.reporting.measures.catalogue import count, countings
from bangfu.reporting.measures.declared import Asked, Dimension, Measure, Unit

from ..access import OfficerRequest, allow
from .days import told_day


@dataclass(frozen=True)
class Line:
    """A measure with its number in the officer's jurisdiction."""

    measure: Measure
    number: int

    @property
    def is_money(self) -> bool:
        return self.measure.unit is Unit.FEN

    @property
    def parted_by(self) -> list[str]:
        """In the order of `Dimension`."""
        return [each.label for each in Dimension if each in self.measure.by]


@allow(duties.FIGURES)
def measure_list(request: OfficerRequest) -> HttpResponse:
    day = told_day(request)
    lines = [line for each in countings() for line in _lines(request, each.measures, day)]
    shown = {
        "day": day,
        "figures": [line for line in lines if not line.measure.mine],
        "tasks": [line for line in lines if line.measure.mine],
        "other_day": "" if day == request.today else day.isoformat(),
    }
    return render(request, "figures/measures.html", shown)


def _lines(request: OfficerRequest, measures: tuple[Measure, ...], day: date) -> list[Line]:
    """What waits for the officer waits today, whatever day the page shows."""
    asked = Asked(request.today if measures[0].mine else day)
    (cell,) = count(measures, asked, request.actor)
    return [Line(*pair) for pair in zip(measures, cell.numbers, strict=True)]
