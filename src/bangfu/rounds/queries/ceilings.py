"""What a programme gave already, counted by the day of release, and what speaks against giving more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from psycopg.types.json import Jsonb

from bangfu.programmes.enums import Parameter
from bangfu.programmes.models import ProgrammeParameter
from bangfu.programmes.queries import parameter_in_force, parameters_in_force
from bangfu.programmes.rules.candidates import ONCE, Ground, Proposal, grounds_against
from bangfu.programmes.rules.season import JANUARY, period_of, year_of
from bangfu.scope.by_hand import rows_of
from bangfu.scope.context import scoped
from bangfu.scope.reach import WHOLE_REGISTER

from ..models import Round

# What other rounds hold of the year or the period that a release on a day counts in.
HELD = """
select k.award_id, k.household_id, k.payee_index, k.day, k.period, k.nth, k.amount_fen
from rounds_needclaim k
where k.programme_id = %(programme)s and k.holds and k.round_id <> %(round)s
  and (k.day between %(first)s and %(last)s or k.period = %(period)s)
"""
# What the round holds in another year or period than a release on that day counts in, or in a place that
# the programme does not give any more.
ELSEWHERE = """
select k.award_id, k.household_id, k.payee_index, k.amount_fen, k.period, k.nth, h.area_code
from rounds_needclaim k cross join lateral registry_file_of(k.household_id) h
where k.round_id = %(round)s and k.holds
  and (k.period <> %(period)s or not k.day between %(first)s and %(last)s or k.nth > %(times)s)
  and (%(among)s::bigint[] is null or k.award_id = any(%(among)s::bigint[]))
order by k.award_id
"""


class GivenBefore:
    """What other rounds of a round's programme give in the year and the period of a day, over the whole
    register: a person may be in two files.

    `per_season`: how often the programme gives to a household in a period.
    """

    def __init__(self, round_: Round, on: date) -> None:
        programme, place = round_.programme, round_.area_code
        starts = parameter_in_force(programme, place, Parameter.SEASON, on)
        times = parameter_in_force(programme, place, Parameter.PER_SEASON, on)
        self.per_season = times.value if times else ONCE
        self.period = period_of(on, starts.value if starts else JANUARY)
        self.year = year_of(on)
        self._round = round_

    @cached_property
    def _claims(self) -> Mapping[int | bytes, dict[int, tuple[Any, ...]]]:
        """Read where somebody is asked after: mostly nobody is released in another year or period."""
        claims: dict[int | bytes, dict[int, tuple[Any, ...]]] = defaultdict(dict)
        with scoped(WHOLE_REGISTER):
            for award, household, payee, *what in rows_of(HELD, self.asked()):
                claims[household][award] = claims[bytes(payee)][award] = tuple(what)
        return claims

    def asked(self) -> dict[str, Any]:
        """What the statements of this module are asked with."""
        first, last = self.year
        return {
            "round": self._round.pk,
            "programme": self._round.programme_id,
            "period": self.period,
            "first": first,
            "last": last,
            "times": self.per_season,
        }

    def this_year(self, household: int, payee: bytes | None) -> int:
        """Fen to the household or the person, each award once."""
        first, last = self.year
        claims = self._to(household, payee)
        return sum(fen for day, _period, _nth, fen in claims if first <= day <= last)

    def places(self, household: int, payee: bytes | None) -> set[int]:
        """Which of the period's places the household or the person has."""
        claims = self._to(household, payee)
        return {nth for _day, period, nth, _fen in claims if period == self.period}

    def _to(self, household: int, payee: bytes | None) -> list[tuple[Any, ...]]:
        to_person = self._claims.get(payee, {}) if payee else {}
        return list({**self._claims.get(household, {}), **to_person}.values())


def next_place(taken: Collection[int]) -> int:
    """The first place of a period that is free."""
    return next(nth for nth in range(1, len(taken) + 2) if nth not in taken)


@dataclass(frozen=True)
class Moved:
    """An award that a release on a day counts in another year, period or place than it was granted in.

    Attributes:
        grounds: every ground against it; empty where there is room.
        place: the one it takes in the period of the release.
    """

    award_id: int
    grounds: tuple[Ground, ...]
    place: int


@dataclass(frozen=True)
class Counting:
    """How what is released on a day counts: in which period, and which awards it moves there."""

    period: str
    moved: tuple[Moved, ...]

    def asked(self) -> dict[str, Any]:
        """Period and places by which claims count, as a statement is asked with them. Whoever writes by
        them holds the programme's lock."""
        places = {str(moved.award_id): moved.place for moved in self.moved}
        return {"period": self.period, "places": Jsonb(places)}


def counting_on(round_: Round, on: date, among: Collection[int] | None = None) -> Counting:
    """Args:
    among: awards of the round that are asked for; None for all.
    """
    before = GivenBefore(round_, on)
    wanted = None if among is None else list(among)
    rows = rows_of(ELSEWHERE, {**before.asked(), "among": wanted})
    at = {row[-1] for row in rows}
    per_time = parameters_in_force(round_.programme, at, Parameter.PER_TIME, on)
    per_year = parameters_in_force(round_.programme, at, Parameter.PER_YEAR, on)
    moved = (_moved(before, row, per_time[row[-1]], per_year[row[-1]]) for row in rows)
    return Counting(before.period, tuple(moved))


def _moved(
    before: GivenBefore,
    row: tuple[Any, ...],
    per_time: ProgrammeParameter | None,
    per_year: ProgrammeParameter | None,
) -> Moved:
    award, household, payee, amount_fen, period, nth, _place = row
    taken = before.places(household, bytes(payee))
    proposal = Proposal(
        amount_fen=amount_fen,
        per_time_fen=per_time.value if per_time else None,
        per_year_fen=per_year.value if per_year else None,
        given_this_year_fen=before.this_year(household, bytes(payee)),
        times_in_season=len(taken),
        per_season=before.per_season,
    )
    stays = period == before.period and nth <= before.per_season
    place = nth if stays else next_place(taken)
    return Moved(award, tuple(grounds_against(proposal)), place)
