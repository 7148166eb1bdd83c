"""How often a season a family may be given to is held by the database, whoever writes and from where."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from money_checks import holds

from bangfu.acts.refusals import constraint_of
from bangfu.organisations.models import Installation
from bangfu.programmes.commands.add_parameter import add_parameter
from bangfu.programmes.enums import Parameter
from bangfu.programmes.queries import parameter_in_force
from bangfu.programmes.rules.season import JANUARY, period_of
from bangfu.registry.models import Person
from bangfu.rounds.commands.cancel_round import cancel_round
from bangfu.rounds.commands.release_round import release_round
from bangfu.rounds.errors import NothingToRelease
from bangfu.rounds.models import NeedClaim, Round
from bangfu.scope.actors import acting, operator
from bangfu.scope.by_hand import rows_of
from bangfu.vault.models import Secret
from makers import payees, rounds

pytestmark = pytest.mark.django_db
TODAY = payees.TODAY

AWARD = """
insert into rounds_award (household_id, round_id, person_id, case_id, hardship_class, amount_fen, payee_name,
  payee_index, bank, card_secret_id, card_index, sequence, period, nth, due_on, system)
select household_id, %s, person_id, case_id, hardship_class, amount_fen, payee_name,
  payee_index, bank, card_secret_id, card_index, sequence, %s, %s, %s, system
from rounds_award where round_id = %s
"""
OTHERS = """
insert into rounds_award (household_id, round_id, person_id, case_id, hardship_class, amount_fen, payee_name,
  payee_index, bank, card_secret_id, card_index, sequence, period, nth, due_on, system)
select %s, %s, %s, case_id, hardship_class, amount_fen, payee_name,
  payee_index, bank, %s, %s, sequence, period, %s, due_on, system
from rounds_award where round_id = %s
"""
PAY = """
insert into rounds_payment (household_id, round_id, award_id, reference, amount_fen, bank, card_secret_id,
  card_index, state, released_by_id, bank_reason, system)
select household_id, round_id, id, 'BF' || audit_era_code() || id, amount_fen, bank, card_secret_id, card_index, 'released', %s, '', ''
from rounds_award where round_id = %s
"""
RELEASED = "update rounds_round set state = 'released', released_by_id = %s where id = %s"


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


def allow(world: payees.World, times: int, *, place: str = "440900", since: date = TODAY) -> None:
    add_parameter(
        programme=world.fund.programme, place=place, name=Parameter.PER_SEASON, value=times,
        valid_from=since, source="样例", by=operator(),
    )  # fmt: skip


def by_sql(world: payees.World, *statements: tuple[str, list[object]]) -> str:
    """The constraint by which the database refuses the running role; "" where it takes all."""
    try:
        with transaction.atomic(), acting(world["planner"]), connection.cursor() as cursor:
            for statement, values in statements:
                cursor.execute(statement, values)
    except DatabaseError as error:
        return constraint_of(error) or str(error)
    return ""


def given(
    world: payees.World,
    of: Round,
    to: Round,
    period: str = "2010-07",
    nth: int = 2,
    on: date = TODAY,
) -> str:
    """The award of one round a second time, in another."""
    return by_sql(world, (AWARD, [to.pk, period, nth, on, of.pk]))


def test_no_award_takes_more_places_than_the_programme_gives(world):
    payees.families(world, 1)
    first, second = rounds.rostered(world), rounds.decided(world)
    assert given(world, first, second, nth=1) == "need_claim_household_once"
    assert given(world, first, second, nth=2) == "place_beyond_times"
    allow(world, 2)
    assert given(world, first, second, nth=3) == "place_beyond_times"
    assert given(world, first, second, nth=2) == ""
    third = rounds.decided(world)
    assert given(world, first, third, nth=3) == "place_beyond_times"
    holds()


def test_a_county_that_gives_oftener_opens_no_place_of_the_citys_rounds(world):
    """The household holds one of another number: they are counted, not only numbered."""
    payees.families(world, 1)
    allow(world, 3, place="440981")
    first = rounds.rostered(world, area_code="440981")
    second = rounds.rostered(world, area_code="440981")
    assert given(world, first, rounds.decided(world), nth=3) == "place_beyond_times"
    with acting(operator()):
        assert NeedClaim.objects.get(round=second).nth == 2
    by_city = rounds.decided(world)
    cancel(world, first)
    assert given(world, second, by_city, nth=1) == "place_beyond_times"
    assert given(world, second, rounds.decided(world, area_code="440981"), nth=1) == ""


def cancel(world: payees.World, round_: Round) -> None:
    cancel_round(round_id=round_.pk, version=None, reason="改期", on=TODAY, by=world["approver"])


def test_a_persons_places_count_in_whatever_file(world):
    """Also where nothing else tells that the two files are of one person."""
    payees.families(world, 1)
    first, second = rounds.rostered(world), rounds.decided(world)
    other = payees.household(world, 2)
    payees.approve(world, other)
    with acting(operator()):
        card = Secret.objects.get(household_ref=other.pk, kind="card")
        person = Person.objects.get(household=other)
    values = [other.pk, second.pk, person.pk, card.pk, bytes(card.blind_index), 2, first.pk]
    assert by_sql(world, (OTHERS, values)) == "place_beyond_times"
    allow(world, 2)
    assert by_sql(world, (OTHERS, values)) == ""


def test_a_persons_places_are_counted_in_whatever_file_not_only_numbered(world):
    """The first place is free again, the second is held by the same person's other file."""
    payees.families(world, 1)
    allow(world, 3, place="440981")
    first = rounds.rostered(world, area_code="440981")
    second = rounds.rostered(world, area_code="440981")
    cancel(world, first)
    other, by_city = payees.household(world, 2), rounds.decided(world)
    payees.approve(world, other)
    with acting(operator()):
        card = Secret.objects.get(household_ref=other.pk, kind="card")
        person = Person.objects.get(household=other)
    values = [other.pk, by_city.pk, person.pk, card.pk, bytes(card.blind_index), 1, second.pk]
    assert by_sql(world, (OTHERS, values)) == "place_beyond_times"
    allow(world, 2)
    assert by_sql(world, (OTHERS, values)) == ""


def test_a_place_is_of_the_season_of_its_day_and_none_before_the_rounds(world):
    payees.families(world, 1)
    first, second = rounds.rostered(world), rounds.decided(world)
    assert given(world, first, second, "2009-07", 1) == "place_of_its_season"
    assert given(world, first, second, "x", 1) == "place_of_its_season"
    before = date(2009, 10, 31)
    assert given(world, first, second, "2009-07", 1, before) == "place_of_its_season"
    assert given(world, first, second, "2011-07", 1, date(2011, 7, 1)) == ""


def test_what_counts_on_a_day_to_come_is_not_paid_before(world):
    """Else a season ahead would pay a family today once more."""
    payees.families(world, 1)
    first, ahead = rounds.rostered(world), rounds.decided(world)
    assert given(world, first, ahead, "2011-07", 1, date(2011, 7, 1)) == ""
    third = world["releaser"].user_id
    locked = ("update rounds_round set state = 'rostered' where id = %s", [ahead.pk])
    steps = (locked, (RELEASED, [third, ahead.pk]), (PAY, [third, ahead.pk]))
    assert by_sql(world, *steps) == "place_of_its_season"
    with acting(operator()):
        Installation.objects.update(demo_day=date(2011, 7, 1))
    assert by_sql(world, *steps) == ""


def twice_a_season(world: payees.World) -> tuple[Round, Round]:
    """Two rounds of a season; since then the programme gives once."""
    payees.families(world, 1)
    allow(world, 2, since=date(2010, 1, 1))
    pair = rounds.rostered(world), rounds.rostered(world)
    allow(world, 1)
    return pair


def test_a_place_that_the_programme_gives_no_more_is_not_paid(world):
    first, second = twice_a_season(world)
    third = world["releaser"].user_id
    for round_, refused in ((second, "place_beyond_times"), (first, "")):
        steps = ((RELEASED, [third, round_.pk]), (PAY, [third, round_.pk]))
        assert by_sql(world, *steps) == refused


def test_a_release_holds_it_back_by_name_and_pays_where_room_comes(world):
    first, second = twice_a_season(world)
    step = {"round_id": second.pk, "version": None, "on": TODAY, "by": world["releaser"]}
    with pytest.raises(NothingToRelease, match=r"440981-2010-00001.*本季已在其他批次"):
        release_round(**step)
    cancel(world, first)
    assert release_round(**step).count == 1
    with acting(operator()):
        assert NeedClaim.objects.get(round=second).nth == 1
    holds()


def test_once_it_is_paid_a_place_keeps_its_season(world):
    payees.families(world, 1)
    rounds.released(world)
    for change in ("period = '2009-07'", "nth = 2", "day = '2009-10-31'"):
        with pytest.raises(DatabaseError, match="a place stays"), acting(operator()):
            rows_of(f"update rounds_needclaim set {change} returning 1", {})


@pytest.mark.parametrize("place", ["440981", "440900", "440000", "441900", "110000"])
def test_the_database_reads_parameters_as_the_program_does(world, place):
    programme = world.fund.programme
    for number, (where, month) in enumerate((("440000", 3), ("440900", 9), ("440981", 12))):
        add_parameter(
            programme=programme, place=where, name=Parameter.SEASON, value=month,
            valid_from=date(2011, 1 + number, 1), source="样例", by=operator(),
        )  # fmt: skip
        allow(world, number + 2, place=where, since=date(2011, 1 + number, 1))
    asked = (
        "select p.period, t.times from programmes_period_of(%(of)s, %(place)s, %(day)s) p,"
        " programmes_times_per_season(%(of)s, %(place)s, %(day)s) t"
    )
    for day in (
        date(2010, 12, 31),
        date(2011, 1, 1),
        date(2011, 2, 28),
        date(2011, 3, 1),
        date(2012, 12, 1),
    ):
        month = parameter_in_force(programme, place, Parameter.SEASON, day)
        times = parameter_in_force(programme, place, Parameter.PER_SEASON, day)
        ((period, allowed),) = rows_of(asked, {"of": programme.pk, "place": place, "day": day})
        assert period == period_of(day, month.value if month else JANUARY)
        assert allowed == (times.value if times else 1)
