"""Tallies say of every day what its determinations and files say when they are counted one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from threading import Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bangfu.eligibility.commands.fold_tallies import SETTLED, fold_tallies
from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.enums import TallyOf
from bangfu.eligibility.models import Determination, Tally
from bangfu.eligibility.queries import Tallied, areas_on, tallied, totalled
from bangfu.organisations.models import Union
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from makers.registers import CITY, DAY, EAST, WEST, World

from .test_every_day import BEGINS, CHANGES, HORIZON, History

Sums = dict[tuple[str, str, str], tuple[int, int]]


def summed(rows: Iterable[Tallied]) -> Sums:
    households, persons = Counter(), Counter()
    for row in rows:
        households[row.code, row.name, row.hardship_class] += row.households
        persons[row.code, row.name, row.hardship_class] += row.persons
    return {key: (households[key], persons[key]) for key in households}


def one_by_one(day: date, by: Actor, kind: TallyOf, *, by_union: bool = False) -> Iterator[Tallied]:
    if kind is TallyOf.OPENED:
        for file in Household.objects.visible_to(by).filter(opened_on__lte=day):
            yield Tallied(f"{file.opened_on:%Y-%m}", "", "", 1, 0)
        return
    for row in Determination.objects.visible_to(by).on(day).select_related("household__union"):
        union = row.household.union
        named = {
            TallyOf.AREA: (row.area_code, row.area_name, row.hardship_class),
            TallyOf.SYSTEM: (row.own_system, "", row.hardship_class),
            TallyOf.CAUSE: (row.main_cause, "", ""),
        }[kind]
        code, name = (union.code, union.name) if by_union else named[:2]
        yield Tallied(code, name, named[2], 1, row.persons)


def agree(day: date, by: Actor) -> None:
    with acting(by):
        for kind in TallyOf:
            rows = list(one_by_one(day, by, kind))
            assert summed(tallied(day, by, kind)) == summed(rows), (day, kind)
            for code in {row.code for row in rows}:
                its = [row for row in rows if row.code == code]
                told = totalled(day, by, kind, {"code": code})
                assert told[:2] == (len(its), sum(row.persons for row in its)), (day, kind, code)
        below = tallied(day, by, TallyOf.AREA, {"code": EAST}, by_union=True)
        inside = summed(one_by_one(day, by, TallyOf.AREA, by_union=True))
        everywhere = summed(tallied(day, by, TallyOf.AREA, by_union=True))
        assert everywhere == inside
        assert sum(each.households for each in below) == sum(
            each.households for each in tallied(day, by, TallyOf.AREA) if each.code == EAST
        )


def moved(history: History) -> None:
    """A file that hangs elsewhere now, or is of another system."""
    file = history.random.choice(history.households)
    to = history.random.choice([history.world.east, history.world.west, history.world.city])
    with acting(operator()):
        system = history.random.choice(["", "教育"])
        Household.objects.filter(pk=file.pk).update(union=to, system=system)


@pytest.mark.parametrize("seed", range(3))
def test_on_every_day_for_everybody_before_and_after_they_are_folded(world: World, seed: int):
    random = Random(seed)
    history = History(world, random)
    officers = [
        operator(),
        world.officer(Role.REVIEWER, world.city),
        world.officer(Role.REVIEWER, world.east),
        world.officer(Role.REVIEWER, world.education),
    ]
    days = [BEGINS + timedelta(random.randrange(HORIZON)) for _ in range(4)]
    for _ in range(CHANGES):
        history.change()
        if random.random() < 0.5:
            redecide(on=DAY, by=operator())
        if history.households and random.random() < 0.5:
            moved(history)
        agree(random.choice(days), random.choice(officers))
        agree(DAY, random.choice(officers))
    redecide(on=DAY, by=operator())
    for day in (*days, DAY, DAY - SETTLED, date(2020, 1, 1)):
        for officer in officers:
            agree(day, officer)


def test_folding_leaves_few_rows_and_the_same_figures(world: World):
    files = [world.file(area=EAST, income=250) for _ in range(5)]
    redecide(on=DAY, by=operator())
    for day in range(1, 9):
        world.change(files[0], DAY - timedelta(100 + day), own_income_fen=day * 10_000)
        redecide(on=DAY, by=operator())
    with acting(operator()):
        before = summed(tallied(DAY, operator(), TallyOf.AREA))
        assert Tally.objects.filter(is_new=True).count() == 0
        rows = Tally.objects.filter(kind=TallyOf.AREA)
        assert rows.count() == rows.values("union", "hardship_class").distinct().count()
        assert fold_tallies(on=DAY) == 0
        assert summed(tallied(DAY, operator(), TallyOf.AREA)) == before


def test_a_union_that_moves_takes_its_tallies_along(world: World):
    world.file("A", world.east, area=EAST)
    redecide(on=DAY, by=operator())
    with acting(operator()):
        Union.objects.filter(pk=world.east.pk).update(
            parent=world.west, tier2=world.west.pk, tier3=world.east.pk, depth=3
        )
    west = world.officer(Role.REVIEWER, world.west)
    agree(DAY, west)
    with acting(west):
        assert [each.households for each in tallied(DAY, west, TallyOf.AREA)] == [1]


def test_a_file_without_an_area_stays_unknown_and_is_offered_nowhere(world: World):
    world.file("A", world.east, area="")
    world.file("B", world.east, area=WEST)
    redecide(on=DAY, by=operator())
    with acting(operator()):
        codes = {each.code: each.households for each in tallied(DAY, operator(), TallyOf.AREA)}
        assert codes == {"": 1, WEST: 1}
        assert [code for code, _name in areas_on(operator(), DAY)] == [WEST]


def test_figures_of_a_late_day_read_no_determination(world: World):
    world.file("A", world.east, area=CITY)
    redecide(on=DAY, by=operator())
    with (
        acting(operator()),
        CaptureQueriesContext(
            connection,
        ) as late,
    ):
        tallied(DAY, operator(), TallyOf.AREA)
    with acting(operator()), CaptureQueriesContext(connection) as early:
        agree(BEGINS, operator())
    assert "eligibility_determination" not in str(late.captured_queries)
    assert "eligibility_determination" in str(early.captured_queries)


def test_what_another_appends_meanwhile_is_not_folded_away(fresh_database):
    """Two connections: one has decided and not committed while the other folds."""
    world = World()
    world.file("A", world.east, area=EAST)
    redecide(on=DAY, by=operator())
    with transaction.atomic():
        world.file("B", world.east, area=EAST)
        folding = Thread(target=folded)
        folding.start()
        folding.join(20)
        assert not folding.is_alive()
    redecide(on=DAY, by=operator())
    agree(DAY, operator())


def folded() -> None:
    try:
        with acting(operator()):
            Tally.objects.filter(kind=TallyOf.OPENED).first()
            fold_tallies(on=DAY)
    finally:
        connection.close()
