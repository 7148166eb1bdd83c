"""Duties that are kept apart, asked of the database: every pair, by plain SQL, both ways."""

from __future__ import annotations

from itertools import permutations

import pytest
from django.db import connection

from bangfu.acts.incompatible import PAIRS, apart_from
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.models import CaseEvent
from bangfu.scope.actors import acting, operator
from makers.cases import DAY, build_world

pytestmark = pytest.mark.django_db

STRANGER = 987_654
EVENT = """
insert into casework_caseevent
  (household_id, case_id, from_state, to_state, duty, day, by_user_id, by_name, reason, system)
select household_id, case_id, 'submitted', 'checked', %s, day, %s, 'x', '', ''
from casework_caseevent where case_id = %s limit 1
"""


@pytest.fixture
def case_ids() -> list[int]:
    world = build_world()
    ids = [one.id for one in world.households(2)]
    submit_cases(household_ids=ids, on=DAY, by=world.filer)
    with acting(operator()):
        return sorted(CaseEvent.objects.values_list("case_id", flat=True))


def happens(case_id: int, *acts: tuple[str, int]) -> str:
    """'' when the database takes these acts in this order (and keeps none), else what refuses."""
    try:
        with acting(operator()), connection.cursor() as cursor:
            for duty, user in acts:
                cursor.execute(EVENT, [duty, user, case_id])
            raise Undo
    except Undo:
        return ""
    except Exception as error:
        return error.__cause__.diag.constraint_name or ""


class Undo(Exception):
    pass


@pytest.mark.parametrize(("first", "second"), sorted(p for q in PAIRS for p in permutations(q)))
def test_no_one_has_two_duties_that_are_kept_apart(case_ids, first, second):
    one, _other = case_ids
    assert second in apart_from(first)
    assert happens(one, (first, STRANGER), (second, STRANGER)) == "event_duties_apart"
    assert happens(one, (first, STRANGER), (second, STRANGER + 1)) == ""
    assert happens(one, (first, STRANGER), ("casework.return", STRANGER)) == ""


def test_it_is_asked_case_by_case(case_ids):
    one, other = case_ids
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(EVENT, ["casework.check", STRANGER, one])
    assert happens(one, ("casework.approve", STRANGER)) == "event_duties_apart"
    assert happens(other, ("casework.approve", STRANGER)) == ""


def test_two_in_one_statement_are_seen(case_ids):
    both = EVENT.replace("%s, day", "d.duty, day").replace(
        "from casework_caseevent where", "from casework_caseevent,"
        " (values ('casework.check'), ('casework.approve')) d (duty) where"
    ).replace("limit 1", "")  # fmt: skip
    with (
        pytest.raises(Exception, match="kept apart"),
        acting(operator()),
        connection.cursor() as cursor,
    ):
        cursor.execute(both, [STRANGER, case_ids[0]])
