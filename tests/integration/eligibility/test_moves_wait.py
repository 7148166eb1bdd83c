"""A household that moves, at whatever depth of the tree, waits for whoever decides its range; nothing else does."""

from __future__ import annotations

from typing import Any

import pytest

from bangfu.eligibility.commands import taking_marks
from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.models import RANGE, Determination
from bangfu.organisations.models import Union
from bangfu.registry.models import Household
from bangfu.scope.actors import acting, operator
from bangfu.scope.reach import MAX_DEPTH
from beside import beside, until_it_waits
from makers.registers import DAY, World
from makers.unions import make_union


@pytest.fixture
def world(fresh_database) -> World:
    """With real commits."""
    return World()


def changed(household: Household, values: dict[str, Any]) -> int:
    with acting(operator()):
        return Household.objects.filter(pk=household.pk).update(**values)


def waits(household: Household, **values: Any) -> bool:
    """Whether a change of the file waits while somebody decides its range; it is made in the end."""
    with acting(operator()):
        assert taking_marks.has_range(household.pk // RANGE, wait=False)
        thread, ended = beside(lambda: changed(household, values))
        try:
            until_it_waits(thread)
        except AssertionError:
            thread.join(60)
            assert ended == [1]
            return False
    thread.join(60)
    assert ended == [1]
    return True


def next_to_each_other(world: World) -> list[tuple[Union, Union]]:
    """At each depth two unions that have all above in common."""
    above, pairs = None, []
    for depth in range(1, MAX_DEPTH + 1):
        one, other = (make_union(f"{letter}{depth}", parent=above) for letter in "XY")
        pairs.append((one, other))
        above = one
    return pairs


def test_a_household_that_moves_waits_at_whatever_depth(world):
    for depth, (one, other) in enumerate(next_to_each_other(world), 1):
        assert waits(world.file(where=one), union=other), depth


def test_another_number_and_another_system_wait_too(world):
    household = world.file("A")
    assert waits(household, file_no="B")
    assert waits(household, system="教育")


def test_what_is_no_move_waits_for_nobody(world):
    assert not waits(world.file("A"), head_name="样例乙")


def test_another_number_is_that_of_its_own_determinations_alone(world):
    household, beside_it = world.file("A"), world.file("C")
    redecide(on=DAY, by=operator())
    changed(household, {"file_no": "B"})
    with acting(operator()):
        numbers = dict(Determination.objects.values_list("household_id", "file_no"))
    assert numbers == {household.pk: "B", beside_it.pk: "C"}
