"""Imports, standards, moves and assessors at once: nobody deadlocks, and no change is lost."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from subprocess import PIPE, Popen
from threading import Barrier, Event, Lock, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.eligibility.commands import taking_marks
from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.models import RANGE, Determination, Mark, Redecision
from bangfu.eligibility.queries import determinations, is_current
from bangfu.registry.models import Household
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from beside import beside, until_it_waits
from harness import SERVER
from makers.registers import CITY, DAY, EAST, WEST, World

from .one_day import assess
from .ranges import class_of, skip_a_range

EARLIER = date(2010, 10, 1)
SECONDS = 120 if os.environ.get("BANGFU_LONG") else 3


@pytest.fixture
def world(fresh_database) -> World:
    """With real commits."""
    network = World()
    network.adopt()
    network.standard(CITY, 300)
    return network


@contextmanager
def in_own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


def started(act: Callable[[], object]) -> Thread:
    def run() -> None:
        with in_own_connection():
            act()

    thread = Thread(target=run)
    thread.start()
    return thread


def test_a_standard_between_two_parts_of_an_import_waits_for_nobody(world):
    """With a mark that was an update, the import's second part and the standard waited for each
    other: the one held the first household's determination, the other the second's.
    """
    first, second = world.file("A", income=250), world.file("B", income=250)
    redecide(on=DAY, by=operator())
    with transaction.atomic():
        world.change(first, EARLIER, own_income_fen=90_000)
        standard = started(lambda: world.standard(EAST, 1_000, EARLIER))
        standard.join(5)
        assert not standard.is_alive()
        world.change(second, EARLIER, own_income_fen=80_000)
    redecide(on=DAY, by=operator())
    with acting(operator()):
        now = {row.household_id: row for row in determinations(DAY, operator())}
    assert {now[first.pk].income_fen, now[second.pk].income_fen} == {10_800_00, 9_600_00}
    assert {row.standard_fen for row in now.values()} == {100_000}


def test_a_change_that_commits_after_the_assessor_has_read_is_decided_again(world):
    household = world.file("A", income=250)
    with transaction.atomic():
        world.change(household, EARLIER, own_income_fen=90_000)
        assessor = started(lambda: redecide(on=DAY, by=operator()))
        assessor.join(10)
        assert not assessor.is_alive()  # it waits for no import
    assert class_of(household) == "低保户"
    with acting(operator()):
        assert not is_current(DAY)
    redecide(on=DAY, by=operator())
    assert class_of(household) == "不符合"


def test_of_two_assessors_each_takes_the_ranges_that_are_free(world):
    household = world.file("A", income=250)
    with acting(operator()):
        assert taking_marks.has_range(0, wait=False)
        second, ended = beside(lambda: redecide(on=DAY, by=operator()))
        until_it_waits(second)  # nothing else is left to do
    second.join(timeout=60)
    assert ended == [1]
    assert class_of(household) == "低保户"


def test_a_household_that_moves_is_decided_in_the_jurisdiction_it_moves_to(world):
    household = world.file("A", world.east, income=250)
    with acting(operator()):
        Household.objects.filter(pk=household.pk).update(union=world.west)
        assessor = started(lambda: redecide(on=DAY, by=operator()))
        assessor.join(0.5)
        assert assessor.is_alive()
    assessor.join(10)
    reviewer = world.officer(Role.REVIEWER, world.west)
    with acting(reviewer):
        assert determinations(DAY, reviewer).get().tier2 == world.west.pk


def test_a_household_that_moves_takes_its_determinations_along(world):
    household = world.file("A", world.east, income=250)
    redecide(on=DAY, by=operator())
    with acting(operator()):
        Household.objects.filter(pk=household.pk).update(union=world.west, file_no="A2")
        row = Determination.objects.get()
    assert (row.tier2, row.file_no) == (world.west.pk, "A2")


class Crowd:
    """Several connections that change facts, standards and jurisdictions while others assess."""

    def __init__(self, world: World, households: list[Household]) -> None:
        self.world, self.households = world, households
        self.done: Counter[str] = Counter()
        self.refused: list[str] = []
        self.lock, self.over = Lock(), Event()

    def importing(self, random: Random) -> None:
        with transaction.atomic():
            for household in random.sample(self.households, 6):
                self.world.change(
                    household, self._day(random), own_income_fen=random.choice([1, 90_000])
                )
                time.sleep(0.005)

    def standard(self, random: Random) -> None:
        place = random.choice([EAST, WEST, CITY])
        self.world.standard(place, random.randrange(1, 900), self._day(random))

    def moving(self, random: Random) -> None:
        chosen = random.choice(self.households)
        where = random.choice([self.world.east, self.world.west])
        with acting(operator()):
            Household.objects.filter(pk=chosen.pk).update(union=where)

    def assessing(self, random: Random) -> None:
        redecide(on=DAY, by=operator())

    def _day(self, random: Random) -> date:
        return DAY + timedelta(random.randrange(-100, 100))

    def work(self, kind: str, seed: int, begin: Barrier) -> None:
        random = Random(seed)
        begin.wait()
        while not self.over.is_set():
            try:
                getattr(self, kind)(random)
            except DatabaseError as error:
                with self.lock:
                    self.refused.append(f"{kind}: {error}")
            else:
                with self.lock:
                    self.done[kind] += 1


def test_nobody_deadlocks_and_no_change_is_lost(world):
    households = []
    for n in range(24):
        if n % 8 == 0:
            skip_a_range()
        households.append(world.file(area=EAST if n % 2 else WEST, income=250))
    redecide(on=DAY, by=operator())
    crowd = Crowd(world, households)
    kinds = ["importing", "importing", "standard", "moving", "assessing", "assessing"]
    begin = Barrier(len(kinds))
    threads = [
        started(lambda kind=kind, seed=seed: crowd.work(kind, seed, begin))
        for seed, kind in enumerate(kinds)
    ]
    time.sleep(SECONDS)
    crowd.over.set()
    for thread in threads:
        thread.join(60)
    assert crowd.refused == []
    assert set(crowd.done) == set(kinds)
    redecide(on=DAY, by=operator())
    with acting(operator()):
        assert not Mark.objects.exists()
        assert not Redecision.objects.filter(done_at=None).exists()
        for offset in range(-100, 101, 10):
            day = DAY + timedelta(offset)
            assert stored(day) == decided(day)
        assert not strayed()


def stored(day: date) -> dict[int, tuple[object, ...]]:
    rows = Determination.objects.on(day).values_list(
        "household_id", "hardship_class", "facts_id", "standard_fen"
    )
    return {row[0]: row[1:] for row in rows}


def decided(day: date) -> dict[int, tuple[object, ...]]:
    rows = assess(day).select("household_id", "class", "facts_id", "standard_fen").rows()
    return {row[0]: row[1:] for row in rows}


def strayed() -> list[int]:
    """Households whose determinations do not lie where they do."""
    rows = Determination.objects.select_related("household")
    return [row.household_id for row in rows if row.tier2 != row.household.tier2]


def test_a_kill_in_the_middle_loses_nothing(world, fresh_database):
    """The first of two ranges is done, the second under way when the process dies."""
    near = world.file("A", income=250)
    skip_a_range()
    far = world.file("B", income=250)
    assert far.pk // RANGE > near.pk // RANGE
    connection.close()
    surroundings = {**os.environ, "DATABASE_URL": SERVER.urls(fresh_database)[1]}
    command = [sys.executable, "-c", STANDS_STILL.format(number=far.pk // RANGE)]
    with Popen(command, env=surroundings, stdout=PIPE, text=True) as assessor:
        assert assessor.stdout is not None
        assert assessor.stdout.readline() == "the second\n"
        assessor.kill()
    with acting(operator()):
        assert determinations(DAY, operator()).count() == 1
        assert Mark.objects.values_list("household_id", flat=True).distinct().get() == far.pk
    assert redecide(on=DAY, by=operator()) == 1
    assert (class_of(near), class_of(far)) == ("低保户", "低保户")


#: Takes the marks of its second range off and stands still before that is committed.
STANDS_STILL = """
import os, time, django
from datetime import date
os.environ["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"
django.setup()
from bangfu.eligibility.commands import taking_marks
from bangfu.eligibility.commands.redecide import redecide
from bangfu.scope.actors import acting, operator

def stand_still(done, total):
    with acting(operator()):
        assert taking_marks.has_range({number}, wait=False)
        assert taking_marks.take_marks({number}) == 1
        print("the second", flush=True)
        time.sleep(600)

redecide(on=date(2010, 10, 31), by=operator(), progress=stand_still)
"""
