"""A register is decided range by range: the worker is free in between, and none waits for another."""

from __future__ import annotations

import pytest
from django.db import connection

from bangfu.eligibility.commands.redecide import redecide, redecide_a_while
from bangfu.eligibility.errors import ImpossibleFact
from bangfu.eligibility.models import Mark
from bangfu.eligibility.queries import is_current
from bangfu.scope.actors import acting, operator
from makers.registers import CITY, DAY, OPENED, World

from .ranges import class_of, skip_a_range


@pytest.fixture
def world(fresh_database) -> World:
    """With real commits."""
    register = World()
    register.adopt()
    register.standard(CITY, 300)
    return register


def test_after_a_while_the_worker_is_left_to_other_work_and_the_rest_waits_in_the_queue(world):
    first = world.file("A", income=250)
    skip_a_range()
    second = world.file("B", income=250)
    redecide_a_while(on=DAY, by=operator(), seconds=0)
    with acting(operator()):
        assert [*Mark.objects.values_list("household_id", flat=True)] == [second.pk]
    assert (class_of(first), jobs_waiting()) == ("低保户", 1)
    redecide_a_while(on=DAY, by=operator(), seconds=0)
    assert class_of(second) == "低保户"
    with acting(operator()):
        assert is_current(DAY)
    assert jobs_waiting() == 1  # the one of before; it will find nothing to do


def test_a_file_that_no_rule_can_judge_holds_up_no_other_range(world):
    impossible = world.file("A", income=250, own_income_fen=10**12)
    skip_a_range()
    second = world.file("B", income=250)
    with pytest.raises(ImpossibleFact, match="档案 A"):
        redecide(on=DAY, by=operator())
    assert class_of(second) == "低保户"
    with acting(operator()):
        assert {*Mark.objects.values_list("household_id", flat=True)} == {impossible.pk}
    world.change(impossible, OPENED, own_income_fen=250_00)  # recorded later from the same day on
    redecide(on=DAY, by=operator())
    assert class_of(impossible) == "低保户"


def jobs_waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs"
            " where task_name like '%%.reassess' and status = 'todo'"
        )
        return int(cursor.fetchone()[0])
