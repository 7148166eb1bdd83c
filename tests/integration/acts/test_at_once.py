"""One act from several connections at once, with real commits: it is done once, and told once."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from bangfu.audit.models import Entry
from bangfu.casework.commands._moving import Moved
from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.submit_cases import HouseholdOutcome, submit_cases
from bangfu.casework.errors import StaleCases
from bangfu.casework.models import CaseEvent
from bangfu.kernel.errors import BangfuError
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from beside import beside, until_it_waits
from makers.cases import DAY, World, build_world

pytestmark = pytest.mark.usefixtures("fresh_database")


def at_once(*acts: Callable[[], Moved]) -> list[Moved | BangfuError]:
    gate = threading.Barrier(len(acts))
    results: list[Moved | BangfuError] = []

    def run(act: Callable[[], Moved]) -> None:
        gate.wait()
        try:
            results.append(act())
        except BangfuError as refused:
            results.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def checking(cases: dict[int, int], by: Actor) -> Callable[[], Moved]:
    return lambda: check_cases(cases=cases, on=DAY, by=by)


def checks() -> list[tuple[int | None, int]]:
    """Who checked, as the events have it and as the log has it."""
    with acting(operator()):
        events = CaseEvent.objects.filter(duty="casework.check").values_list("by_user_id", "case")
        logged = Entry.objects.filter(action="casework.check").values_list("user_id", "subject")
        assert sorted(events) == sorted((user, int(subject)) for user, subject in logged)
        return list(events)


@pytest.fixture
def world() -> World:
    return build_world()


def test_a_submission_locks_households_in_the_order_of_an_import(world):
    """By their ids: by file number, the two would wait for each other."""
    later, first = world.households(2)
    with acting(operator()):
        Household.objects.filter(pk=later.pk).update(file_no="Z-1")
        Household.objects.filter(pk=first.pk).update(file_no="A-1")
    low, high = sorted((later.pk, first.pk))
    hold = "select id from registry_household where id = %s for no key update"

    def submit() -> list[HouseholdOutcome]:
        return submit_cases(household_ids=[low, high], on=DAY, by=world.filer)

    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(hold, [low])
        submitting, ended = beside(submit)
        until_it_waits(submitting)
        cursor.execute(hold, [high])  # a deadlock, if the submission held this one
    submitting.join(timeout=60)
    assert [len(outcomes) for outcomes in ended] == [2]


def test_four_clicks_of_one_officer_move_once(world):
    cases, by = world.submitted(3), world.reviewer
    results = at_once(*[checking(cases, by)] * 4)
    assert sorted(len(one.moved) for one in results) == [0, 0, 0, 3]
    assert sorted(len(one.already) for one in results) == [0, 3, 3, 3]
    assert sorted(checks()) == sorted((by.user_id, case_id) for case_id in cases)


def test_of_two_officers_the_second_sees_that_it_is_done(world):
    cases = world.submitted(3)
    both = [world.reviewer, world.officer("another", Role.REVIEWER, world.east)]
    results = at_once(*(checking(cases, by) for by in both))
    (moved,) = [one for one in results if isinstance(one, Moved)]
    (refused,) = [one for one in results if not isinstance(one, Moved)]
    assert len(moved.moved) == 3
    assert isinstance(refused, StaleCases)
    assert len({user for user, _case in checks()}) == 1
