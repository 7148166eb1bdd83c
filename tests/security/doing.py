"""Commands done by the shop's officers, one by one."""

from __future__ import annotations

from collections.abc import Iterable

from bangfu.casework.commands.adjust_classes import adjust_classes
from bangfu.casework.commands.propose_adjustment import propose_adjustment
from bangfu.casework.models import Case
from bangfu.casework.queries import versions_of
from bangfu.eligibility.models import Determination
from bangfu.organisations.queries import actor_named, today
from bangfu.scope.actors import Actor, acting, operator
from makers.determinations import decide_otherwise


def actor(username: str) -> Actor:
    return actor_named(username, today())


def now(cases: Iterable[int]) -> dict[int, int]:
    """The versions as they are now."""
    with acting(operator()):
        return versions_of(Case.objects.filter(id__in=list(cases)))


def do(by: Actor, command, **given):
    with acting(by):
        return command(by=by, **given)


def adjusted(case: int, household: int) -> None:
    """An approved class follows another determination by decision, and is not that of today any more."""
    _classed(household, "低保边缘户")
    why = {"reason": "标准变动", "on": today()}
    do(actor("gz-reviewer"), propose_adjustment, cases=now([case]), **why)
    numbers = {"document_no": "1", "minutes_no": "1"}
    do(actor("city-approver"), adjust_classes, cases=now([case]), **numbers, **why)
    _classed(household, "低保户")


def _classed(household: int, hardship_class: str) -> None:
    with acting(operator()):
        rows = Determination.objects.on(today()).filter(household=household)
        decide_otherwise(rows, hardship_class=hardship_class)
