"""What files of a season came to share after their rosters: held back when money goes out, as settled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from money_checks import holds
from sharing import FAMILY, held_at_release, settle

from bangfu.programmes.commands.add_parameter import add_parameter
from bangfu.programmes.enums import Parameter
from bangfu.programmes.models import Programme
from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.models import Award, NeedClaim, Payment, Round
from bangfu.rounds.queries import check_money
from bangfu.scope.actors import acting, operator
from bangfu.scope.by_hand import rows_of
from bangfu.scope.enums import Role
from makers import payees, people, rounds
from makers.funds import give, make_fund
from makers.unions import appoint


@pytest.fixture
def world(db) -> payees.World:
    return payees.make_world()


def test_what_two_rosters_come_to_share_is_held_back_until_it_is_settled(world):
    (here,) = payees.families(world, 1, start=1)
    (there,) = payees.families(world, 1, start=2, union="huazhou")
    payees.families(world, 1, start=3)
    payees.families(world, 1, start=4, union="huazhou")
    pair = [rounds.rostered(world, area_code=place) for place in ("440981", "440982")]
    payees.share_a_child(here, there)
    with acting(operator()):
        told = check_money.check_money()
    assert told == [
        f"批次 {pair[0].pk} 中这些户与同季另一批次的户有同一人：{here.file_no}",
        f"批次 {pair[1].pk} 中这些户与同季另一批次的户有同一人：{there.file_no}",
    ]
    assert held_at_release(world, pair[0]) == {"00001": FAMILY}
    assert held_at_release(world, pair[1]) == {"00002": FAMILY}
    by = appoint("settler", Role.APPROVER, world.unions["city"])
    settle(by, OverlapKind.PERSON, here.file_no, there.file_no)
    for round_, others in zip(pair, (("00001", "00003"), ("00002", "00004")), strict=True):
        rounds.send(world, round_)
        assert held_at_release(world, round_) == {}
        with acting(operator()):
            paid = Payment.objects.filter(round=round_).values_list("household__file_no", flat=True)
            assert tuple(sorted(number[-5:] for number in paid)) == others
    holds()


def test_who_belongs_to_another_file_stays_held_back_and_that_file_is_paid(world):
    (here,) = payees.families(world, 1, start=1)
    (there,) = payees.families(world, 1, start=2, union="huazhou")
    payees.families(world, 1, start=3)
    pair = [rounds.rostered(world, area_code=place) for place in ("440981", "440982")]
    payees.share_a_child(here, there)
    by = appoint("settler", Role.APPROVER, world.unions["city"])
    files = (here.file_no, there.file_no)
    settle(by, OverlapKind.PERSON, *files, belongs_to=there.file_no)
    assert held_at_release(world, pair[0]) == {"00001": FAMILY}
    assert held_at_release(world, pair[1]) == {}


def test_a_roster_does_not_pay_two_of_its_files_that_came_to_share(world):
    first, second = payees.families(world, 2)
    payees.families(world, 1, start=3)
    locked = rounds.rostered(world)
    payees.share_a_child(first, second)
    assert held_at_release(world, locked) == {"00001": FAMILY, "00002": FAMILY}


def test_a_release_leaves_no_trace_on_whom_it_holds_back_and_pays_the_others(world):
    first, second = payees.families(world, 2)
    payees.families(world, 1, start=3)
    locked = rounds.rostered(world)
    payees.share_a_child(first, second)
    with acting(operator()):
        before = claims_of(locked)
    later = payees.TODAY + timedelta(days=1)
    assert set(held_at_release(world, locked, later)) == {"00001", "00002"}
    with acting(operator()):
        (paid,) = Payment.objects.filter(round=locked)
        assert paid.household.file_no[-5:] == "00003"
        assert claims_of(locked) == {**before, paid.household_id: later}


def claims_of(round_: Round) -> dict[int, date]:
    return dict(NeedClaim.objects.filter(round=round_).values_list("household_id", "day"))


def test_a_release_asks_whom_it_concerns_only_where_the_database_refuses(world):
    first, second = payees.families(world, 2)
    payees.families(world, 1, start=3)
    alone, together = rounds.rostered(world), rounds.rostered(world, day=date(2011, 8, 1))
    with CaptureQueriesContext(connection) as asked:
        assert held_at_release(world, alone) == {}
    assert "rounds_sharing_places" not in str(asked.captured_queries)
    payees.share_a_child(first, second)
    with CaptureQueriesContext(connection) as asked:
        assert set(held_at_release(world, together, date(2011, 8, 1))) == {"00001", "00002"}
    assert "rounds_sharing_places" in str(asked.captured_queries)


def test_a_programme_may_have_any_number(world):
    """The order of its acts hangs on the number, which has 64 bits."""
    with acting(operator()):
        programme = Programme.objects.create(pk=2**40 + 7, code="far", name="样例项目")
        add_parameters(programme)
        fund = make_fund(
            world.unions["city"], programme, name="另一专项", classes=list(payees.AMOUNTS),
            opened_on=date(2010, 1, 1),
        )  # fmt: skip
        give(fund, 10_000_000)
    payees.families(world, 1)
    assert held_at_release(world, rounds.rostered(world, fund_id=fund.pk)) == {}
    holds()


def add_parameters(programme: Programme) -> None:
    for name in (Parameter.PER_TIME, Parameter.PER_YEAR):
        add_parameter(
            programme=programme, place="440900", name=name, value=600_000,
            valid_from=date(2010, 1, 1), source="样例", by=operator(),
        )  # fmt: skip


SHARING = """
select s.kind from rounds_needclaim k
cross join lateral rounds_sharing_places(k.programme_id, k.period, null, array[%(household)s], %(day)s) s
"""


def test_of_an_award_paid_again_the_newest_card_counts_and_no_more_the_first(world):
    """Whoever has the first card by now shares nothing with who was paid to another one."""
    (paid,) = payees.families(world, 1)
    round_ = rounds.released(world)
    rounds.answered(world, round_, return_every=1)
    payees.facts(paid, people.card(50), payees.TODAY)
    (there,) = payees.families(world, 1, start=2, union="huazhou")
    payees.facts(there, people.card(1), payees.TODAY)
    asked = {"household": there.pk, "day": payees.TODAY}
    with acting(operator()):
        assert rows_of(SHARING, asked) == [("card",)]
        award = Award.objects.get(round=round_)
    decide_return(
        round_id=round_.pk, award_id=award.pk, outcome=ReturnOutcome.AGAIN, reason="换了卡",
        version=None, on=payees.TODAY, by=world["approver"],
    )  # fmt: skip
    rounds.release(world, round_)
    with acting(operator()):
        assert rows_of(SHARING, asked) == []
