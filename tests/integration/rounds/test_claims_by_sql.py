"""What may be claimed back, by plain SQL: of a payment that arrived, with the award that it is of."""

from __future__ import annotations

import pytest
from test_round_by_sql import run

from bangfu.scope.actors import acting, operator
from bangfu.scope.by_hand import rows_of
from makers import payees, rounds

pytestmark = pytest.mark.django_db
#: Sound but for its movement, which is asked for last.
CLAIM = """
insert into rounds_recovery (household_id, round_id, award_id, payment_id, amount_fen, reason, decided_by_id,
  decided_by_name, decided_on, system)
select p.household_id, p.round_id, %s, p.id, 100, 'x', %s, 'x', '2010-10-31', '' from rounds_payment p
where p.id = %s
"""


@pytest.fixture
def world(db) -> payees.World:
    world = payees.make_world()
    payees.families(world, 2)
    return world


def payments(state: str) -> list[tuple[int, int]]:
    """Of that state: award and payment."""
    asked = "select award_id, id from rounds_payment where state = %(state)s order by id"
    with acting(operator()):
        return rows_of(asked, {"state": state})


def test_nothing_is_claimed_of_what_came_back(world):
    rounds.answered(world, rounds.released(world), return_every=2)
    by = world["approver"].user_id
    (arrived,), (came_back,) = payments("paid"), payments("returned")
    assert run(CLAIM, arrived[0], by, arrived[1]) == "recovery_has_moved"
    assert run(CLAIM, came_back[0], by, came_back[1]) == "recovery_within_payment"


def test_nothing_is_claimed_of_another_award_than_the_payments(world):
    rounds.answered(world, rounds.released(world))
    first, second = payments("paid")
    by = world["approver"].user_id
    assert run(CLAIM, first[0], by, first[1]) == "recovery_has_moved"
    assert run(CLAIM, second[0], by, first[1]) != "recovery_has_moved"
