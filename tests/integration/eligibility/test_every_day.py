"""Intervals against the plain rule "decide every day": what a household is on any day, as known now
and as known at any time before, is what deciding that very day gave.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import polars as pl
import pytest
from django.db import connection

from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.models import FOR_GOOD, Determination, DeterminationPast, Mark
from bangfu.eligibility.queries import as_known
from bangfu.eligibility.rules.intervals import CONTENT
from bangfu.registry.models import Household, HouseholdFacts, Membership
from bangfu.scope.actors import acting, operator
from makers.registers import CITY, EAST, PROVINCE, WEST, World

from .one_day import assess

BEGINS = date(2010, 3, 1)
HORIZON = 240  # days; behind them nothing changes any more
PLACES = (EAST, WEST, CITY, PROVINCE)
SEEDS = 100 if os.environ.get("BANGFU_LONG") else 3
CHANGES = 14
SHOWN = ("facts_id", "persons", "area_code", "missing", "excluded", "income_fen", "essential_fen",
         "size", "standard_fen", "rule_set")  # fmt: skip

Answers = dict[int, tuple[object, ...]]


@dataclass
class History:
    """A network in which anything may change on any day, past, present or coming."""

    world: World
    random: Random
    households: list[Household] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)

    def day(self) -> date:
        return BEGINS + timedelta(self.random.randrange(HORIZON))

    def change(self) -> None:
        ways: list[tuple[int, Callable[[], None]]] = [
            (2, self.file), (4, self.facts), (4, self.standard), (2, self.adoption),
            (2, self.member), (1, self.end_of_a_membership), (1, self.opened_otherwise),
        ]  # fmt: skip
        if not self.households:
            return self.file()
        weights, acts = zip(*ways, strict=True)
        self.random.choices(acts, weights)[0]()

    def file(self) -> None:
        household = self.world.file(
            opened=self.day(),
            income=self.random.choice([None, 150, 250, 350]),
            members=tuple(
                self.random.choice([None, 0, 400]) for _ in range(self.random.randrange(3))
            ),
            area=self.random.choice([EAST, WEST, ""]),
        )
        self.households.append(household)

    def facts(self) -> None:
        household = self.random.choice(self.households)
        with acting(operator()):
            first = HouseholdFacts.objects.filter(household=household).earliest("held_from")
        self.world.change(
            household,
            max(self.day(), first.held_from),
            own_income_fen=self.random.choice([None, 20_000, 50_000]),
            area_code=self.random.choice([EAST, WEST]),
            size=self.random.randrange(1, 4),
        )

    def standard(self) -> None:
        self.world.standard(self.random.choice(PLACES), self.random.randrange(100, 400), self.day())

    def adoption(self) -> None:
        place = self.random.choice(PLACES)
        self.world.adopt(self.random.choice(["2016", "2021"]), place, self.day())

    def member(self) -> None:
        ordinal = self.random.randrange(1, 9)
        income = self.random.choice([None, 0, 300])
        household = self.random.choice(self.households)
        self.memberships.append(self.world.member(household, ordinal, income, self.day()))

    def end_of_a_membership(self) -> None:
        if not self.memberships:
            return self.member()
        ended = self.random.choice(self.memberships)
        until = max(self.day(), ended.held_from)
        with acting(operator()):
            Membership.objects.filter(pk=ended.pk).update(held_until=until)

    def opened_otherwise(self) -> None:
        with acting(operator()):
            chosen = self.random.choice(self.households)
            Household.objects.filter(pk=chosen.pk).update(opened_on=self.day())


def decided_on(day: date) -> Answers:
    """By the plain rule: everything read and decided for that day alone."""
    decided = assess(day).with_columns(pl.col("rule_set").fill_null(""))
    rows = decided.select("household_id", "class", *SHOWN).rows()
    return {household: tuple(answer) for household, *answer in rows}


def stored_on(day: date) -> Answers:
    rows = Determination.objects.on(day)
    return {
        row.household_id: (row.hardship_class, *(getattr(row, name) for name in SHOWN))
        for row in rows
    }


def clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        return cursor.fetchone()[0]


def rows_of(model) -> list[tuple[object, ...]]:
    return list(model.objects.order_by("pk").values_list())


@pytest.mark.parametrize("seed", range(SEEDS))
def test_any_day_is_what_deciding_that_day_gives_now_and_as_known_then(world: World, seed: int):
    random = Random(seed)
    history = History(world, random)
    days = sorted({history.day() for _ in range(12)} | {BEGINS + timedelta(HORIZON)})
    told: list[tuple[datetime, date, Answers]] = []
    for _ in range(CHANGES):
        for _ in range(random.choice([1, 1, 1, 3])):
            history.change()
        redecide(on=BEGINS, by=operator())
        with acting(operator()):
            for day in days:
                decided = decided_on(day)
                assert stored_on(day) == decided, (seed, day)
                told.append((clock(), day, decided))
            unlike_and_without_gaps()
    with acting(operator()):
        for at, day, decided in told:
            known = {
                one.household_id: (one.hardship_class, one.facts_id)
                for one in as_known(day, at, operator())
            }
            assert known == {household: answer[:2] for household, answer in decided.items()}


def unlike_and_without_gaps() -> None:
    rows = list(Determination.objects.order_by("household_id", "holds_from"))
    for before, after in pairwise(rows):
        if before.household_id == after.household_id:
            assert before.holds_until == after.holds_from == after.follows
            assert any(getattr(before, name) != getattr(after, name) for name in CONTENT)
        else:
            assert (before.holds_until, after.follows) == (FOR_GOOD, None)


def test_deciding_anew_what_has_not_changed_writes_nothing(world: World):
    history = History(world, Random(7))
    for _ in range(CHANGES):
        history.change()
    redecide(on=BEGINS, by=operator())
    with acting(operator()):
        before = rows_of(Determination), rows_of(DeterminationPast)
        for household in history.households:
            for day in (date.min, BEGINS + timedelta(100), date(2020, 1, 1)):
                Mark.objects.create(household_id=household.pk, from_day=day)
                redecide(on=BEGINS, by=operator())
        assert (rows_of(Determination), rows_of(DeterminationPast)) == before
        assert not Mark.objects.exists()
