"""Reads of how many days a step may take, by place and day."""

from __future__ import annotations

from datetime import date

from bangfu.kernel.divisions import NATION, fallback
from bangfu.scope.actors import Actor
from bangfu.scope.prepared import prepared_rows

from ..rules.pace import LIMIT_OF, Limits

#: By hand: the desk and every list of cases ask them.
PLACE = "select u.area_code from organisations_union_of(%(union)s) u"
NEWEST = """
select distinct on (place, name) place, name, value from casework_caseparameter
where name = any(%(names)s) and place = any(%(near)s) and valid_from <= %(day)s
order by place, name, valid_from desc, id desc
"""


def limits_of(actor: Actor, on: date) -> Limits:
    """At the place of the actor's union, whose office takes the step; see `limits_at`."""
    place = prepared_rows(PLACE, {"union": actor.union_id})
    return limits_at(place[0][0] if place else NATION, on)


def limits_at(place: str, on: date) -> Limits:
    """Calendar days by step: the place's, else its city's, its province's, else what was shipped.

    Of one place the latest `valid_from` up to `on` wins, then the latest recorded.

    Raises:
        NotADivision: `place` is no six-digit code.
    """
    near = [*fallback(place), NATION]
    names = [name.value for name in LIMIT_OF.values()]
    rows = prepared_rows(NEWEST, {"names": names, "near": near, "day": on})
    newest = {(code, name): days for code, name, days in rows}
    days_of = {
        step: next((newest[code, name] for code in near if (code, name) in newest), None)
        for step, name in LIMIT_OF.items()
    }
    return {step: days for step, days in days_of.items() if days is not None}
