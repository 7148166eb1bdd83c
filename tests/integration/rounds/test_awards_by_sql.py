"""What the database asks of awards by plain SQL, past the commands: card, sum, and what was given back."""

from __future__ import annotations

import pytest
from django.db import connection
from money_checks import holds, reasons
from test_round_by_sql import PAY, RELEASE, run

from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.models import Award, Round
from bangfu.scope.actors import acting, operator
from makers import payees, rounds
from makers.payees import TODAY

pytestmark = pytest.mark.django_db
EACH = 200_000
ADD = """
insert into rounds_award (household_id, round_id, person_id, case_id, hardship_class, amount_fen,
    payee_name, payee_index, bank, card_secret_id, card_index, sequence, system, period, nth, due_on)
  select h.id, %(round)s, p.id, 1, '低保户', 200000, 'x', h.id::text::bytea, '', s.id, {index},
    row_number() over (order by h.id), '', '2010-07', 1, date '2010-10-31'
  from registry_household h join registry_person p on p.household_id = h.id
  join vault_secret s on {secret}
"""
OWN = "s.household_ref = h.id and s.kind = 'card'"
ROSTERED = "update rounds_round set state = 'rostered' where id = %s"


@pytest.fixture
def world() -> payees.World:
    world = payees.make_world()
    payees.families(world, 2)
    return world


def add(round_: Round, index: str = "s.blind_index", secret: str = OWN) -> str:
    statement = ADD.format(index=index, secret=secret).replace("%(round)s", str(round_.pk))
    return run(statement.replace("%", "%%"))


def test_the_card_of_an_award_is_the_one_in_the_vault(world):
    round_ = rounds.decided(world)
    assert add(round_) == ""
    assert add(round_, index="'another'::bytea") == "award_as_decided"
    assert add(round_, secret=OWN.replace("'card'", "'id_number'")) == "award_as_decided"
    anothers = "s.kind = 'card' and s.household_ref <> h.id"
    assert add(round_, secret=anothers) == "award_as_decided"


@pytest.mark.parametrize(
    ("total", "said"), [(2 * EACH, ""), (2 * EACH - 1, "roster_within_decision")]
)
def test_no_roster_goes_beyond_the_decision(world, total, said):
    round_ = rounds.decided(world, total=total)
    assert run(ROSTERED, round_.pk) == "roster_within_decision"  # nobody is on it
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(ADD.format(index="s.blind_index", secret=OWN), {"round": round_.pk})
    assert run(ROSTERED, round_.pk) == said


def give_back(world: payees.World, round_: Round) -> None:
    """The first of the roster is held back as it is released, and given back to the fund."""
    with acting(operator()):
        award = Award.objects.select_related("household").get(round=round_, sequence=1)
    payees.facts(award.household, "", TODAY)
    rounds.release(world, round_)
    decide_return(
        round_id=round_.pk, award_id=award.pk, outcome=ReturnOutcome.RESTORE, reason="卡已注销",
        version=None, on=TODAY, by=world["approver"],
    )  # fmt: skip


def test_what_was_given_back_is_not_paid_after_all(world):
    give_back(world, rounds.rostered(world))
    assert run(PAY, 0, "released", world["releaser"].user_id) == "payment_as_approved"


def test_before_it_is_given_back_it_may_be_paid(world):
    """So that the test above refuses for that reason alone."""
    locked = rounds.rostered(world)
    third = world["releaser"].user_id
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(RELEASE, [third, locked.pk])
    assert run(PAY, 0, "released", third) == ""


def test_what_was_given_back_frees_its_place_in_the_season(world):
    round_ = rounds.rostered(world)
    another = rounds.planned(world)
    taken = {"00001": ["本季已在其他批次"], "00002": ["本季已在其他批次"]}
    assert reasons(world, another) == taken
    give_back(world, round_)
    assert reasons(world, another) == {"00001": ["没有银行卡号"], "00002": taken["00002"]}
    holds()
