"""Every approved household of a round's place, with all that decides whether it is on the roster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from bangfu.casework.queries import (
    approved_households,
    review_terms,
    standing_overlaps,
    with_open_objections,
)
from bangfu.casework.queries.overlaps import StandingOverlap
from bangfu.casework.rules.parameters import stands_since
from bangfu.eligibility.enums import HardshipClass
from bangfu.organisations.queries import scope_of
from bangfu.programmes.enums import Parameter
from bangfu.programmes.models import ProgrammeParameter
from bangfu.programmes.queries import parameters_in_force
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor
from bangfu.scope.reach import Scope

from ..models import Round
from ..rules.roster import Candidate, Roster, Shared, make_roster
from ..rules.standing import Standing
from .accounts import all_confirmed
from .ceilings import GivenBefore, next_place
from .sharing import Placed, sharing_places

CITY, PROVINCE = "00", "0000"

# `mine` are the newest approvals; the class is asked of the determination of the roster's day.
APPROVED = """
with mine (case_id, household_id, file_no, area_code, hardship_class, decided_on,
           objection_open) as ({mine})
select c.household_id, c.file_no, c.area_code, c.case_id, c.hardship_class, w.person_id,
       coalesce(nullif(f.name, ''), w.name), ids.blind_index,
       f.bank, f.card_secret_id, card.blind_index, c.objection_open,
       d.hardship_class,
       c.household_id in (select x.household_id from eligibility_waiting_on(%s) x) as waits,
       c.decided_on, known.confirmed, looked.fits
from mine c
cross join lateral registry_worker_on(c.household_id, %s) w
left join lateral eligibility_determined_on(c.household_id, %s) d on true
left join lateral registry_facts_in_force(c.household_id, %s) f on true
left join lateral vault_secret_known(coalesce(f.id_secret_id, w.id_secret_id)) ids on true
left join lateral vault_secret_known(f.card_secret_id) card on true
left join lateral vault_check_fits(f.card_secret_id) looked on true
left join lateral registry_account_confirmed(f.card_secret_id) known on true
order by c.file_no
"""
MINE = (
    "id", "household_id", "household__file_no", "household__area_code", "approved_class",
    "decided_on", "objection_open",
)  # fmt: skip


def preview_roster(plan: Round, by: Actor, on: date) -> Roster:
    """The roster as it would be made on that day: who is on it, who is not and why."""
    return make_roster(candidates(plan, by, on), plan.amounts)


def candidates(plan: Round, by: Actor, on: date) -> list[Candidate]:
    """Approved households in reach of the actor and of the round, on facts and determinations of `on`."""
    rows, due = _approved(plan, by, on), due_day(plan, on)
    places = {row[2] for row in rows}
    per_time = parameters_in_force(plan.programme, places, Parameter.PER_TIME, due)
    per_year = parameters_in_force(plan.programme, places, Parameter.PER_YEAR, due)
    every = all_confirmed(places, on)
    before, terms = GivenBefore(plan, due), review_terms(on)
    households = [row[0] for row in rows]
    sharing = standing_overlaps(households, on)
    placed = sharing_places(plan, households, before.period, due, but_own=True)
    return [
        _candidate(
            row,
            Standing(row[12], row[13], row[14], stands_since(terms, row[2])),
            _value(per_time[row[2]]),
            _value(per_year[row[2]]),
            before,
            sharing.get(row[0], ()),
            placed.get(row[0], ()),
            account_sound=row[15] or (row[16] is True and not every[row[2]]),
        )
        for row in rows
    ]


def due_day(plan: Round, on: date) -> date:
    """The day that a roster of a day counts its awards by until they are released: none long past."""
    return max(plan.day, on)


def _candidate(
    row: tuple[Any, ...],
    standing: Standing,
    per_time: int | None,
    per_year: int | None,
    before: GivenBefore,
    sharing: Iterable[StandingOverlap],
    placed: Placed,
    *,
    account_sound: bool,
) -> Candidate:
    household, payee = row[0], _bytes(row[7])
    taken = before.places(household, payee)
    return Candidate(
        household_id=household,
        file_no=row[1],
        case_id=row[3],
        hardship_class=row[4],
        person_id=row[5],
        payee_name=row[6],
        payee_index=payee,
        bank=row[8] or "",
        card_secret_id=row[9],
        card_index=_bytes(row[10]),
        account_sound=account_sound,
        per_time=per_time,
        per_year=per_year,
        given_this_year=before.this_year(household, payee),
        times_in_season=len(taken),
        per_season=before.per_season,
        period=before.period,
        nth=next_place(taken),
        objection_open=row[11],
        standing=standing,
        shared=tuple(
            Shared(each.overlap.kind, each.overlap.other.household_id, each.settled)
            for each in sharing
            if each.overlap.other
        ),
        placed=placed,
    )


def in_reach_of(plan: Round) -> QuerySet[Household]:
    """Whoever lies in the round's area and in the reach of the union that makes it, whoever looks."""
    return Household.objects.visible_to(_Reach(scope_of(plan.union))).filter(
        area_code__gte=plan.area_code, area_code__lt=_beyond(plan.area_code)
    )


def _approved(plan: Round, by: Actor, on: date) -> list[tuple[Any, ...]]:
    within = in_reach_of(plan)
    mine = approved_households(on, list(HardshipClass), by).filter(household__in=within)
    asked = with_open_objections(mine.order_by())
    question, values = asked.values_list(*MINE).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(APPROVED.format(mine=question), [*values, on, on, on, on])
        return list(cursor.fetchall())


@dataclass(frozen=True)
class _Reach:
    """A union's own reach, whoever looks."""

    scope: Scope


def _beyond(area_code: str) -> str:
    """The first code after an area: 440900 ends before 441000, 440981 before 440982."""
    step = 10_000 if area_code.endswith(PROVINCE) else 100 if area_code.endswith(CITY) else 1
    return f"{int(area_code) + step:06d}"


def _value(row: ProgrammeParameter | None) -> int | None:
    return row.value if row else None


def _bytes(column: Any) -> bytes | None:
    return None if column is None else bytes(column)
