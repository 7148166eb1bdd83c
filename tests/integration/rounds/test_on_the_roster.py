"""Who is on a roster and who is left out, with every reason; ceilings one fen either side."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from money_checks import balances, holds, reasons

from bangfu.programmes.enums import Parameter
from bangfu.programmes.models import ProgrammeParameter
from bangfu.rounds.commands.cancel_round import cancel_round
from bangfu.rounds.errors import (
    BadPlan,
    NoReason,
)
from bangfu.scope.actors import acting, operator
from makers import payees, people, rounds

pytestmark = pytest.mark.django_db
TODAY = payees.TODAY


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


def test_everyone_left_out_is_listed_with_every_reason(world):
    payees.families(world, 1, start=1)
    payees.families(world, 1, start=2, with_card=False, with_identity=False)
    payees.families(world, 1, start=3, person=1)
    (changed,) = payees.families(world, 1, start=4)
    payees.facts(changed, people.card(4), TODAY, waits=True)
    (other_class,) = (payees.household(world, 5),)
    payees.approve(world, other_class, hardship_class="意外致困户")
    payees.families(world, 1, start=6)
    round_ = rounds.planned(world)
    assert reasons(world, round_) == {
        "00002": ["没有银行卡号", "没有身份证号"],
        "00001": ["同一人也在本花名册另一户"],
        "00003": ["同一人也在本花名册另一户"],
        "00004": ["待重算"],
        "00005": ["本批没有该类别的标准"],
    }
    shown = reasons(world, round_)
    locked = rounds.rostered(world)
    with acting(operator()):
        kept = locked.left_out.select_related("household")
        assert {one.household.file_no[-5:]: list(one.reasons) for one in kept} == shown


def test_an_open_objection_leaves_out(world):
    (one,) = payees.families(world, 1)
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(
            "insert into casework_objection (household_id, case_id, received_on, received_by_id,"
            " text, outcome, answer, system) select household_id, id, '2010-10-26', 1, 'x', '', '',"
            " '' from casework_case where household_id = %s",
            [one.pk],
        )
    assert reasons(world, rounds.planned(world)) == {"00001": ["异议尚未答复"]}


def test_one_card_of_two_households_leaves_both_out_and_says_so_before_locking(world):
    first, second, _third = payees.families(world, 3)
    both = people.card(7)
    for filed in (first, second):
        payees.facts(filed, both, payees.OPENED)
        payees.approve(world, filed)
    expected = {name: ["卡号与本花名册另一户相同"] for name in ("00001", "00002")}
    assert reasons(world, rounds.planned(world)) == expected
    locked = rounds.rostered(world)
    with acting(operator()):
        assert [one.household.file_no[-5:] for one in locked.awards.all()] == ["00003"]
        assert {
            one.household.file_no[-5:]: list(one.reasons)
            for one in locked.left_out.select_related("household")
        } == expected
    holds()


def test_nobody_twice_in_a_season_across_counties(world):
    payees.families(world, 1, start=1)
    payees.families(world, 1, start=2, union="huazhou", person=1)
    rounds.rostered(world, area_code="440981")
    second = rounds.planned(world, area_code="440982")
    assert reasons(world, second) == {"00002": ["本季已在其他批次"]}


def test_a_cancelled_round_frees_its_people_and_its_money(world):
    payees.families(world, 1)
    round_ = rounds.rostered(world)
    with acting(world["approver"]):
        cancel_round(
            round_id=round_.pk, version=None, reason="重复", on=TODAY, by=world["approver"]
        )
    assert balances(world).reserved == 0
    assert reasons(world, rounds.planned(world)) == {}
    holds()


@pytest.mark.parametrize("reason", ["", " \u3000", "\u200b", "\ufeff\n"])
def test_a_round_is_cancelled_for_a_reason_that_shows(world, reason):
    round_ = rounds.planned(world)
    with acting(world["approver"]), pytest.raises(NoReason):
        cancel_round(
            round_id=round_.pk, version=None, reason=reason, on=TODAY, by=world["approver"]
        )


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_ceiling_per_time_one_fen_either_side(world, more, refused):
    amounts = {"低保户": 300_000 + more}
    if refused:
        with pytest.raises(BadPlan, match="超过每人每次上限"):
            rounds.planned(world, amounts=amounts)
    else:
        assert rounds.planned(world, amounts=amounts).amounts == amounts


@pytest.mark.parametrize(("amount", "expected"), [(300_000, set()), (300_001, {"00001"})])
def test_ceiling_per_year_one_fen_either_side(world, amount, expected):
    """A round that was planned for January and is released now counts now: 3,000 + 3,000 = 6,000."""
    payees.families(world, 1)
    rounds.released(world, day=date(2010, 1, 15), amounts={"低保户": 300_000})
    with acting(operator()):
        ProgrammeParameter.objects.bulk_create(
            ProgrammeParameter(
                programme=world.fund.programme,
                place="440981",
                name=name,
                value=value,
                valid_from=date(2010, 10, 1),
                source="测试",
            )
            for name, value in ((Parameter.PER_TIME, 400_000), (Parameter.PER_SEASON, 2))
        )
    round_ = rounds.planned(world, area_code="440981", amounts={"低保户": amount})
    assert set(reasons(world, round_)) == expected


def test_a_ceiling_of_the_county_wins_over_the_citys(world):
    payees.families(world, 1)
    round_ = rounds.planned(world)
    with acting(operator()):
        ProgrammeParameter.objects.create(
            programme=world.fund.programme,
            place="440981",
            name=Parameter.PER_TIME,
            value=199_999,
            valid_from=date(2010, 10, 1),
            source="测试",
        )
    assert reasons(world, round_) == {"00001": ["超过每人每次上限"]}
