"""Files that an overlap holds up though nobody here can settle it: for those whose files they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bangfu.kernel.counting import MOST
from bangfu.registry.models import Household
from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.scope.actors import Actor

from ..enums import Settled
from .overlaps import held_up_now


@dataclass(frozen=True)
class HeldUp:
    """Attributes:
    name: who is in both; of a card the worker.
    settled: as this file is told; None where the other file is out of sight and nobody has.
    """

    file_no: str
    kind: OverlapKind
    name: str = field(repr=False)
    settled: Settled | None


def held_up_files(by: Actor, on: date, most: int = MOST + 1) -> list[HeldUp]:
    """Those to be corrected, and those that wait for a superior, by file number; of the first thousand
    files that share.
    """
    held_up = held_up_now(by, on, most)
    households = Household.objects.visible_to(by).filter(pk__in=held_up)
    numbers = dict(households.values_list("pk", "file_no"))
    files = {
        HeldUp(numbers[household], each.overlap.kind, each.overlap.name, each.settled)
        for household, shared in held_up.items()
        for each in shared
        if household in numbers and (each.settled or each.overlap.other is None)
    }
    return sorted(files, key=lambda one: (one.file_no, one.kind))
