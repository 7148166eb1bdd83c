"""The days since when approved households wait for their review: every desk asks for them, group by group."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bangfu.eligibility.enums import QUALIFYING, HardshipClass
from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import sight_in_order

from ..enums import CaseState, ReviewGroup
from ..rules.parameters import Window
from ..rules.states import LIVE


def _listed(values: Iterable[CaseState | HardshipClass]) -> str:
    return ", ".join(f"'{each.value}'" for each in values)


#: Classes and states stand in them as they are, for the indexes hold some alone.
DAYS = f"""
select w.from_day since from casework_review w
where {{in_group}} and {{in_sight}} and not exists (
  select from casework_case c where c.household_id = w.household_id
    and c.state in ({_listed(sorted(LIVE))}))
"""
DIFFERS = "{row}.class_then in ({classes}) and {row}.from_day <= %s and {row}.until_day > %s"
#: Decided in a time, and without another row of the household that differs.
OF_TERM = """
w.class_then = '' and w.due_order < %s and w.decided_on >= %s and w.decided_on < %s and not exists (
  select from casework_review o where o.household_id = w.household_id and {differs})
"""
UNQUALIFIED = (HardshipClass.INELIGIBLE, HardshipClass.UNRESOLVED)
ALL = (*QUALIFYING, *UNQUALIFIED)


PROPOSED = "exists (select from casework_case c where c.id = w.case_id and c.proposed_class = w.class_then)"


def days_waited(
    actor: Actor, group: ReviewGroup, on: date, window: Window
) -> tuple[str, list[object]]:
    """SQL of one group's days, each as `since`, and its values in their order: as `reviews`.

    Args:
        window: the one that holds for all places.
    """
    in_group, values = _in_group(group, on, window)
    in_sight, seen = sight_in_order(actor, "w")
    return DAYS.format(in_group=in_group, in_sight=in_sight), [*values, *seen]


def _in_group(group: ReviewGroup, on: date, window: Window) -> tuple[str, list[object]]:
    that_day: list[object] = [on, on]
    if group == ReviewGroup.INELIGIBLE:
        return _differs("w", (HardshipClass.INELIGIBLE,)), that_day
    if group == ReviewGroup.UNRESOLVED:
        return _differs("w", (HardshipClass.UNRESOLVED,)), that_day
    if group in (ReviewGroup.CHANGED, ReviewGroup.PROPOSED):
        proposed = PROPOSED if group == ReviewGroup.PROPOSED else f"not {PROPOSED}"
        changed = f"{_differs('w', QUALIFYING)} and w.decided_on >= %s and {proposed}"
        return changed, [*that_day, window.stands_since]
    if group == ReviewGroup.LAPSED:
        return _of_term(date.min, window.stands_since, UNQUALIFIED, that_day)
    return _of_term(window.stands_since, window.quiet_since, ALL, that_day)


def _of_term(
    since: date, before: date, others: Iterable[HardshipClass], that_day: list[object]
) -> tuple[str, list[object]]:
    begun = OF_TERM.format(differs=_differs("o", others))
    return begun, [f"{before:%Y%m%d}", since, before, *that_day]


def _differs(row: str, classes: Iterable[HardshipClass]) -> str:
    return DIFFERS.format(row=row, classes=_listed(classes))
