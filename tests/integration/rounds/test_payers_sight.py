"""A county pays, a family's file moves to another county: the money stays whole in its payer's sight."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from money_checks import holds

from bangfu.acts.frame import act
from bangfu.funds.queries.balances import balances_of
from bangfu.registry.models import Household
from bangfu.reporting.aid_of_file import aid_given
from bangfu.rounds import duties
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.enums import ReturnOutcome
from bangfu.rounds.errors import FileMoved, NothingToRelease
from bangfu.rounds.models import Award, LeftOut, Payment, ReturnDecision, Round
from bangfu.rounds.papers import roster_paper, roster_workbook
from bangfu.rounds.queries.check_money import check_round
from bangfu.rounds.queries.out_of_sight import MOVED_AWAY
from bangfu.rounds.queries.roster import roster_lines, unpaid
from bangfu.rounds.queries.rounds import next_step, round_line
from bangfu.rounds.simulated_bank import Behaviour, answer_rows
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from makers import payees, rounds
from makers.funds import give, make_fund
from makers.unions import appoint

pytestmark = pytest.mark.django_db

AWAY = "档案已转出本工会"
COUNTY = {
    "planner": Role.FUND_OFFICER, "approver": Role.APPROVER,
    "releaser": Role.RELEASER, "auditor": Role.AUDITOR,
}  # fmt: skip


@pytest.fixture
def world() -> payees.World:
    """高州 pays out of a fund of its own, by officers of its own."""
    world = payees.make_world()
    gaozhou = world.unions["gaozhou"]
    with acting(operator()):
        programme = world.fund.programme
        fund = make_fund(
            gaozhou, programme, name="高州专项", classes=list(payees.AMOUNTS),
            opened_on=date(2010, 1, 1),
        )  # fmt: skip
        give(fund, 1_000_000)
    county = {name: appoint(f"gz-{name}", role, gaozhou) for name, role in COUNTY.items()}
    return payees.World(world.unions, {**world.officers, **county}, fund)


def released(world: payees.World) -> Round:
    return rounds.released(world, area_code="440981", total=1_000_000)


def move(world: payees.World, filed: Household) -> None:
    """To 化州, under the eyes of the city."""
    with acting(operator()):
        Household.objects.filter(pk=filed.pk).update(
            union=world.unions["huazhou"], area_code="440982"
        )


def settle(world: payees.World, round_: Round, filed: Household, outcome: ReturnOutcome) -> None:
    with acting(world["approver"]):
        award = Award.objects.get(round=round_, household_id=filed.pk)
    decide_return(
        round_id=round_.pk, award_id=award.pk, outcome=outcome, reason="已转出", version=None,
        on=payees.TODAY, by=world["approver"],
    )  # fmt: skip


def reconcile(world: payees.World, round_: Round) -> Round:
    reconcile_round(round_id=round_.pk, version=None, on=payees.TODAY, by=world["planner"])
    return rounds.again(world, round_)


def test_the_banks_genuine_answer_is_taken_whole_and_the_round_reconciles(world):
    filed = payees.families(world, 3)
    round_ = released(world)
    sent = rounds.send(world, round_)
    move(world, filed[0])
    taken = rounds.answer(world, round_, answer_rows(sent, Behaviour()))
    assert (taken.paid, taken.returned, taken.waiting) == (3, 0, 0)
    assert reconcile(world, round_).state == "reconciled"
    with acting(world["planner"]):
        line = round_line(Round.objects.get(pk=round_.pk))
        assert (line.awards, line.paid, line.paid_fen) == (3, 3, 600_000)
        held = balances_of([world.fund.pk])[world.fund.pk]
        assert (held.paid, held.available, held.reserved) == (600_000, 400_000, 0)
        assert check_round(round_.pk) == []
    holds()


def test_a_return_of_a_family_that_moved_is_given_back_and_not_paid_again(world):
    filed = payees.families(world, 3)
    round_ = released(world)
    sent = rounds.send(world, round_)
    move(world, filed[0])
    lost = answer_rows(sent, Behaviour(return_every=1))
    assert rounds.answer(world, round_, lost).returned == 3
    with acting(world["approver"]):
        assert len(unpaid(round_, world["approver"], payees.TODAY)) == 3
    with pytest.raises(FileMoved):
        settle(world, round_, filed[0], ReturnOutcome.AGAIN)
    for one in filed:
        settle(world, round_, one, ReturnOutcome.RESTORE)
    assert reconcile(world, round_).state == "reconciled"
    for name in ("planner", "huazhou"):
        with acting(world[name]):
            decisions = ReturnDecision.objects.filter(household_id=filed[0].pk)
            assert decisions.visible_to(world[name]).count() == decisions.count() == 1
    holds()


def test_what_was_released_is_sent_though_the_card_went_with_the_file(world):
    filed = payees.families(world, 2)
    round_ = released(world)
    before = rounds.send(world, round_)
    move(world, filed[0])
    again = export_payment_file(round_id=round_.pk, on=payees.TODAY, by=world["releaser"])
    assert again.rows == before


def test_who_moved_before_the_release_is_held_back_for_that_reason_alone(world):
    filed = payees.families(world, 2)
    round_ = rounds.rostered(world, area_code="440981", total=1_000_000)
    move(world, filed[0])
    round_ = rounds.release(world, round_)
    with acting(world["approver"]):
        assert Payment.objects.count() == 1
        (held,) = unpaid(round_, world["approver"], payees.TODAY)
        assert held.why == f"{AWAY}，放款时暂缓"
    settle(world, round_, filed[0], ReturnOutcome.RESTORE)
    rounds.answered(world, round_)
    assert reconcile(world, round_).state == "reconciled"
    holds()


def test_a_roster_of_which_all_moved_away_says_so(world):
    (one,) = payees.families(world, 1)
    round_ = rounds.rostered(world, area_code="440981", total=1_000_000)
    move(world, one)
    with pytest.raises(NothingToRelease) as refused:
        rounds.release(world, round_)
    assert refused.value.held_back == [(MOVED_AWAY, AWAY)]


def test_the_payer_sees_its_own_award_and_the_new_union_sees_it_too(world):
    filed = payees.families(world, 2)
    round_ = released(world)
    rounds.answered(world, round_)
    with acting(world["planner"]):
        mask = {line.award.household_id: line.card_mask for line in lines(world, round_)}
    move(world, filed[0])
    with acting(world["planner"]):
        moved = next(n for n in lines(world, round_) if n.award.household_id == filed[0].pk)
        assert (moved.file_no, moved.award.payee_name) == (MOVED_AWAY, filed[0].head_name)
        assert (moved.card_mask, moved.state) == (mask[filed[0].pk], "paid")
        assert not Household.objects.filter(pk=filed[0].pk).exists()
        assert roster_workbook(round_, lines(world, round_))
        told = {"by_name": "市资金员", "at": timezone.localtime()}
        assert roster_paper(round_, lines(world, round_), **told).startswith(b"%PDF")
        assert next_step(Round.objects.get(pk=round_.pk), payees.TODAY) == "reconcile"
    with acting(world["huazhou"]):
        (given,) = aid_given(Household.objects.get(pk=filed[0].pk), world["huazhou"])
        assert (given.round, given.state, given.paid_on) == (None, "paid", payees.TODAY)
        assert given.award.amount_fen == 200_000


def lines(world: payees.World, round_: Round) -> list:
    with act(duties.READ, world["planner"]):
        return roster_lines(round_, world["planner"])


@pytest.mark.parametrize("model", [Award, LeftOut, Payment, ReturnDecision])
def test_both_walls_show_the_payer_and_the_new_union_the_same(world, model):
    filed = payees.families(world, 3)
    left = payees.families(world, 1, start=8, with_card=False)
    round_ = released(world)
    rounds.answered(world, round_, return_every=1)
    settle(world, round_, filed[0], ReturnOutcome.RESTORE)
    move(world, filed[0])
    move(world, left[0])
    seen = {"planner": set(), "huazhou": set(), "releaser": set()}
    for name in seen:
        with acting(world[name]):
            by_database = set(model.objects.values_list("pk", flat=True))
        with acting(operator()):
            by_filter = set(model.objects.visible_to(world[name]).values_list("pk", flat=True))
        assert by_database == by_filter
        seen[name] = by_database
    assert len(seen["huazhou"]) == 1
    assert seen["huazhou"] <= seen["planner"] == seen["releaser"]


WRITE = "update rounds_payment set state = state where state = 'sent'"


def test_the_payer_writes_it_and_the_new_union_does_not(world):
    (one,) = payees.families(world, 1)
    round_ = released(world)
    rounds.send(world, round_)
    move(world, one)
    with acting(world["planner"]), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WRITE)
        assert cursor.rowcount == 1
        transaction.set_rollback(True)
    refused = pytest.raises(DatabaseError, match="row-level security")
    with refused, acting(world["huazhou"]), connection.cursor() as cursor:
        cursor.execute(WRITE)


LEFT_OUT = (
    "insert into rounds_leftout (household_id, round_id, hardship_class, reasons, system{columns})"
    " select household_id, round_id, hardship_class, '{{}}', system{columns} from rounds_award"
    " where household_id = %s"
)
PAYMENT = (
    "insert into rounds_payment (household_id, round_id, award_id, reference, amount_fen, bank,"
    " card_secret_id, card_index, state, released_by_id, bank_reason, system{columns}) select"
    " household_id, round_id, id, 'x', amount_fen, bank, card_secret_id, card_index, 'released',"
    " (select released_by_id from rounds_round where id = round_id), '', system{columns}"
    " from rounds_award where household_id = %s"
)
TIERS = ", tier1, tier2, tier3, tier4, tier5, tier6"


@pytest.mark.parametrize("columns", ["", TIERS], ids=["stamped", "brought"])
@pytest.mark.parametrize("statement", [LEFT_OUT, PAYMENT], ids=["left out", "payment"])
def test_the_payer_adds_nothing_for_a_file_out_of_sight(world, statement, columns):
    """What it sees with its round it still does not make for a file of another union."""
    one, _stays = payees.families(world, 2)
    round_ = rounds.rostered(world, area_code="440981", total=1_000_000)
    move(world, one)
    rounds.release(world, round_)
    refused = pytest.raises(DatabaseError, match=r"out of scope|not a payment")
    with refused, acting(world["planner"]), connection.cursor() as cursor:
        cursor.execute(statement.format(columns=columns), [one.pk])
