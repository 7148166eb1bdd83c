"""From two connections no family gets more places of a season than its programme gives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from money_checks import holds

from bangfu.acts.refusals import constraint_of
from bangfu.programmes.commands.add_parameter import add_parameter
from bangfu.programmes.enums import Parameter
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.cancel_round import cancel_round
from bangfu.rounds.errors import SeasonFull
from bangfu.rounds.models import Award, Round
from bangfu.scope.actors import acting, operator
from beside import beside, until_it_waits
from makers import payees, rounds

pytestmark = pytest.mark.usefixtures("fresh_database")
TODAY = payees.TODAY
COPIED = """
insert into rounds_award (household_id, round_id, person_id, case_id, hardship_class, amount_fen, payee_name,
  payee_index, bank, card_secret_id, card_index, sequence, period, nth, due_on, system)
select household_id, %s, person_id, case_id, hardship_class, amount_fen, payee_name,
  payee_index, bank, card_secret_id, card_index, sequence, period, %s, due_on, system
from rounds_award where round_id = %s
"""


def second_waits_for(first: Callable[[], object], second: Callable[[], object]) -> Exception | None:
    """What becomes of the second act, begun while the first one's transaction is open."""
    with transaction.atomic():
        first()
        other, ended = beside(second)
        until_it_waits(other)
    other.join(timeout=60)
    return ended[0] if isinstance(ended[0], Exception) else None


def given(world: payees.World, of: Round, to: Round, nth: int) -> Callable[[], None]:
    """By SQL, past the commands and their lock."""

    def act() -> None:
        with transaction.atomic(), acting(world["planner"]), connection.cursor() as cursor:
            cursor.execute(COPIED, [to.pk, nth, of.pk])

    return act


@pytest.fixture
def world() -> payees.World:
    world = payees.make_world()
    payees.families(world, 1)
    add_parameter(
        programme=world.fund.programme, place="440981", name=Parameter.PER_SEASON, value=3,
        valid_from=TODAY, source="样例", by=operator(),
    )  # fmt: skip
    return world


@pytest.fixture
def source(world) -> Round:
    """An award to copy, whose place is free again."""
    cancelled = rounds.rostered(world)
    cancel_round(round_id=cancelled.pk, version=None, reason="改期", on=TODAY, by=world["approver"])
    return cancelled


def test_the_second_of_two_places_waits_and_is_counted(world, source):
    """The city gives once, the county oftener: neither the number nor the unique index refuses it."""
    county, city = rounds.decided(world, area_code="440981"), rounds.decided(world)
    refused = second_waits_for(given(world, source, county, 2), given(world, source, city, 1))
    assert isinstance(refused, DatabaseError)
    assert constraint_of(refused) == "place_beyond_times"
    with acting(operator()):
        assert Award.objects.filter(round__in=[county, city]).count() == 1


@pytest.mark.parametrize("nth", [1, 2])
def test_a_roster_that_did_not_see_the_other_is_refused_in_words(world, source, nth):
    county, city = rounds.decided(world, area_code="440981"), rounds.decided(world)
    step = {"round_id": city.pk, "version": None, "on": TODAY, "by": world["planner"]}
    refused = second_waits_for(given(world, source, county, nth), lambda: build_roster(**step))
    assert isinstance(refused, SeasonFull)
    assert "本季已达到项目允许的次数" in str(refused)
    assert rounds.again(world, city).state == "decided"
    with acting(operator()):
        assert Award.objects.filter(round=city).count() == 0
    holds()
