"""Ceilings count by the day of release, whatever day a round was planned for; nobody is given to twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from money_checks import holds, reasons

from bangfu.programmes.commands.add_parameter import add_parameter
from bangfu.programmes.enums import Parameter
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.cancel_round import cancel_round
from bangfu.rounds.commands.end_claim import book_recovered
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.commands.release_round import Released
from bangfu.rounds.errors import NothingToRelease
from bangfu.rounds.models import Award, NeedClaim, Round
from bangfu.scope.actors import acting, operator
from makers import payees, rounds

pytestmark = pytest.mark.django_db
TODAY = payees.TODAY
DECEMBER, JANUARY, FEBRUARY = date(2010, 12, 1), date(2011, 1, 10), date(2011, 2, 10)
NEXT_SEASON = date(2011, 8, 1)
LATER = TODAY + timedelta(days=9)


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


def allow(world: payees.World, **values: int) -> None:
    for name, value in values.items():
        add_parameter(
            programme=world.fund.programme,
            place="440900",
            name=Parameter[name],
            value=value,
            valid_from=TODAY,
            source="样例",
            by=operator(),
        )


def paid(world: payees.World, round_: Round, on: date) -> Released:
    return rounds.release_on(world, round_, on)


def claims(round_: Round) -> list[tuple[str, int, date, bool]]:
    with acting(operator()):
        rows = NeedClaim.objects.filter(round=round_).order_by("award__sequence")
        return list(rows.values_list("period", "nth", "day", "holds"))


def test_a_roster_fixes_the_period_and_the_day_that_it_counts_by(world):
    payees.families(world, 1)
    ahead = rounds.rostered(world, day=NEXT_SEASON)
    assert claims(ahead) == [("2011-07", 1, NEXT_SEASON, True)]
    with acting(operator()):
        award = Award.objects.get(round=ahead)
    assert (award.period, award.nth, award.due_on) == ("2011-07", 1, NEXT_SEASON)
    assert paid(world, ahead, NEXT_SEASON).count == 1
    holds()


def test_a_round_dated_ahead_cannot_pay_twice_in_a_day(world):
    """Two rounds of two seasons, both released in the second: the later release leaves the family out."""
    (one,) = payees.families(world, 1)
    now, ahead = rounds.rostered(world), rounds.rostered(world, day=NEXT_SEASON)
    assert paid(world, ahead, NEXT_SEASON).count == 1
    with pytest.raises(NothingToRelease, match=f"{one.file_no}.*本季已在其他批次"):
        paid(world, now, NEXT_SEASON)
    assert claims(now) == [("2010-07", 1, TODAY, True)]
    holds()


def test_a_late_release_counts_in_its_own_season(world):
    payees.families(world, 1)
    late, ahead = rounds.rostered(world), rounds.rostered(world, day=NEXT_SEASON)
    cancel_round(round_id=ahead.pk, version=None, reason="改期", on=TODAY, by=world["approver"])
    assert claims(ahead) == [("2011-07", 1, NEXT_SEASON, False)]
    assert paid(world, late, NEXT_SEASON).count == 1
    assert claims(late) == [("2011-07", 1, NEXT_SEASON, True)]
    another = rounds.planned(world, day=NEXT_SEASON)
    assert reasons(world, another) == {"00001": ["本季已在其他批次"]}
    holds()


def test_the_years_ceiling_counts_by_the_day_of_release(world):
    (one,) = payees.families(world, 1)
    allow(world, PER_SEASON=3, PER_YEAR=400_000)
    december, january, february = (
        rounds.rostered(world, day=day) for day in (DECEMBER, JANUARY, FEBRUARY)
    )
    assert [claims(each)[0][:2] for each in (december, january, february)] == [
        ("2010-07", 1), ("2010-07", 2), ("2010-07", 3),
    ]  # fmt: skip
    with pytest.raises(NothingToRelease, match=f"{one.file_no}.*超过每人每年上限"):
        paid(world, december, JANUARY)
    assert paid(world, january, JANUARY).count == 1
    assert paid(world, february, FEBRUARY).count == 1
    assert claims(december) == [("2010-07", 1, DECEMBER, True)]
    holds()


def test_a_release_in_another_year_takes_the_room_of_that_year(world):
    payees.families(world, 1)
    allow(world, PER_SEASON=3, PER_YEAR=400_000)
    late = rounds.rostered(world, day=DECEMBER)
    assert paid(world, late, JANUARY).count == 1
    assert claims(late) == [("2010-07", 1, JANUARY, True)]
    assert claims(rounds.rostered(world, day=FEBRUARY)) == [("2010-07", 2, FEBRUARY, True)]
    third = rounds.planned(world, day=FEBRUARY)
    assert reasons(world, third) == {"00001": ["超过每人每年上限"]}


def test_two_rounds_of_one_season_pay_different_families(world):
    """How often a family may get it in a season is the programme's to say; once, where it says nothing."""
    payees.families(world, 1)
    first = rounds.rostered(world)
    payees.families(world, 1, start=2)
    second = rounds.decided(world)
    assert reasons(world, second) == {"00001": ["本季已在其他批次"]}
    build_roster(round_id=second.pk, version=None, on=TODAY, by=world["planner"])
    assert paid(world, first, TODAY).count == paid(world, second, TODAY).count == 1
    allow(world, PER_SEASON=2)
    assert reasons(world, rounds.planned(world)) == {}
    third = rounds.rostered(world)
    assert [claim[:2] for claim in claims(third)] == [("2010-07", 2)] * 2
    assert reasons(world, rounds.planned(world)) == {
        "00001": ["本季已在其他批次"], "00002": ["本季已在其他批次"],
    }  # fmt: skip
    assert paid(world, third, TODAY).count == 2
    holds()


def test_what_is_recovered_counts_no_more(world):
    """In part, what is left counts, and the place stays taken; in full, both are free again."""
    payees.families(world, 1)
    allow(world, PER_YEAR=300_000)
    wrong = rounds.released(world)
    rounds.answered(world, wrong)
    with acting(operator()):
        award = Award.objects.get(round=wrong)
    step = {"round_id": wrong.pk, "version": None, "on": LATER}
    claim = recover_payment(
        **step, award_id=award.pk, amount_fen=award.amount_fen, reason="重复享受",
        by=world["approver"],
    )  # fmt: skip
    another = rounds.planned(world)
    already, over = "本季已在其他批次", "超过每人每年上限"
    assert reasons(world, another) == {"00001": [over, already]}
    for slip, then in (("进账 1", {"00001": [already]}), ("进账 2", {})):
        book_recovered(
            **step, recovery_id=claim.pk, amount_fen=award.amount_fen // 2, reference=slip,
            day=LATER, by=world["planner"],
        )  # fmt: skip
        assert reasons(world, another) == then
        holds()
    again = rounds.released(world)
    rounds.answered(world, again)
    assert claims(wrong)[0][-1] is False
    holds()


def test_the_database_holds_one_award_of_a_place_and_lets_none_go_by_hand(world):
    payees.families(world, 1)
    allow(world, PER_SEASON=2)
    rounds.rostered(world)
    second = rounds.rostered(world)
    for change in (
        {"nth": 1},
        {"holds": False},
        {"amount_fen": 1},
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(operator()):
            NeedClaim.objects.filter(round=second).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(operator()):
        NeedClaim.objects.all().delete()
    with acting(operator()):
        claim = NeedClaim.objects.get(round=second)
    claim.pk, claim.nth, claim.amount_fen = None, 3, 1
    with pytest.raises(DatabaseError), transaction.atomic(), acting(operator()):
        claim.save(force_insert=True)
