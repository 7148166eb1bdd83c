"""How many households may be submitted: as many as the list finds, beyond where counting stops."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.queries import Narrowing, count_submittable, submittable
from bangfu.kernel.counting import Counted
from bangfu.scope.actors import acting
from makers.cases import DAY, POSTED_UNTIL, World

from .test_overlaps_settled import on_one_card

ANY, AFTER = Narrowing(), POSTED_UNTIL + timedelta(days=1)


def told(world: World, most: int, wanted: Narrowing = ANY) -> tuple[Counted, int]:
    """What is said, and how many there are."""
    by = world.filer
    with acting(by):
        said = count_submittable(by, DAY, wanted, most=most)
        return said, submittable(by, DAY, wanted).count()


@pytest.fixture
def ready(world: World) -> World:
    """Ten that qualify, of which one is submitted and two share a card; and two that do not."""
    world.households(5)
    world.households(2, "低保边缘户")
    on_one_card(*world.households(2))
    world.households(2, "不符合")
    (household,) = world.households(1)
    submit_cases(household_ids=[household.pk], on=DAY, by=world.filer)
    return world


@pytest.mark.parametrize("most", [1, 6, 1_000])
def test_it_is_exact_where_tallies_know_who_qualifies(ready, most):
    said, there = told(ready, most)
    assert (int(said), said.more) == (there, False) == (7, False)


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        (Narrowing(hardship_class="低保户"), 5),
        (Narrowing(hardship_class="低保边缘户"), 2),
        (Narrowing(hardship_class="不符合"), 0),
    ],
)
def test_so_it_is_of_one_class(ready, wanted, number):
    said, there = told(ready, 3, wanted)
    assert (int(said), said.more) == (there, False) == (number, False)


def test_so_it_is_of_one_union(ready):
    ready.households(1, where=ready.west)
    said, there = told(ready, 3, Narrowing(union_id=ready.east.pk))
    assert (int(said), said.more) == (there, False) == (7, False)


def test_counting_stops_where_more_than_that_have_a_case(ready):
    ready.submitted(1)
    assert told(ready, 2)[0].more is False
    said, _there = told(ready, 1)
    assert (int(said), said.more) == (1, True)


def test_counting_stops_where_the_tallies_do_not_know(ready):
    said, _there = told(ready, 3, Narrowing(text="王"))
    assert (int(said), said.more) == (3, True)
    ready.households(1, stale=True)
    said, there = told(ready, 3)
    assert (int(said), said.more, there) == (3, True, 7)


def test_who_is_approved_on_the_same_counts_no_more(world):
    world.households(4)
    cases = world.posted(1)
    said, there = told(world, 2)
    assert (int(said), there) == (4, 4)
    world.move_to(AFTER)
    approve_cases(cases=cases, on=AFTER, by=world.approver)
    with acting(world.filer):
        said = count_submittable(world.filer, AFTER, most=2)
        assert (int(said), said.more) == (4, False)
        assert submittable(world.filer, AFTER).count() == 4
