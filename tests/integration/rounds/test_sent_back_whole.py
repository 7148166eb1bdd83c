"""A part of a payment was recovered, then the bank sends back the whole: taken in, nothing booked twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from asking_pages import as_officer
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from money_checks import balances, holds

from bangfu.acts.refusals import constraint_of
from bangfu.documents.spreadsheets.cells import sheet_of_texts
from bangfu.funds.models import Transfer
from bangfu.organisations.models import Installation
from bangfu.rounds.bank_models import BankAnswer
from bangfu.rounds.commands.decide_return import decide_return
from bangfu.rounds.commands.decide_surplus import decide_surplus
from bangfu.rounds.commands.end_claim import book_recovered, end_claim
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.commands.recover_payment import recover_payment
from bangfu.rounds.commands.take_bank_answer import Taken, take_bank_answer
from bangfu.rounds.enums import ClaimOutcome, ReturnOutcome, SurplusOutcome
from bangfu.rounds.errors import NoReason, NotSettled, SamePerson
from bangfu.rounds.models import Award, ClaimEnd, Payment, Recovery, Round, SurplusDecision
from bangfu.rounds.queries.answered import decided_by
from bangfu.rounds.queries.check_money import check_money
from bangfu.rounds.queries.claims import claim_of
from bangfu.rounds.queries.reading_answers import answers_ahead
from bangfu.rounds.recovery_errors import ClaimedBack, NoReference, NoSurplus
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from makers import payees, rounds
from makers.payees import TODAY
from makers.unions import appoint

pytestmark = pytest.mark.django_db
EACH = 200_000  # fen
LATER = TODAY + timedelta(days=9)
STEP: dict[str, Any] = {"version": None, "on": LATER}


@pytest.fixture
def world() -> payees.World:
    """Two families paid; a second approver."""
    world = payees.make_world()
    payees.families(world, 2)
    world.officers["second"] = appoint("second", Role.APPROVER, world.unions["city"])
    return world


@pytest.fixture
def paid(world) -> Round:
    done = rounds.released(world)
    rounds.answered(world, done)
    return rounds.again(world, done)


def award(place: int = 0) -> Award:
    with acting(operator()):
        return Award.objects.order_by("sequence")[place]


def claim(world: payees.World, of: Round, fen: int) -> Recovery:
    about = {"round_id": of.pk, "award_id": award().pk, "amount_fen": fen, "reason": "多发"}
    return recover_payment(**about, **STEP, by=world["approver"])


def book(world: payees.World, one: Recovery, fen: int, slip: str = "进账 88") -> ClaimEnd:
    about = {"round_id": one.round_id, "recovery_id": one.pk, "amount_fen": fen}
    return book_recovered(**about, reference=slip, day=LATER, **STEP, by=world["planner"])


def end(world: payees.World, one: Recovery, fen: int, outcome: ClaimOutcome) -> ClaimEnd:
    about = {"round_id": one.round_id, "recovery_id": one.pk, "amount_fen": fen}
    return end_claim(**about, outcome=outcome, reason="无力归还", **STEP, by=world["second"])


def sheet(*, amount: str = "2000.00", place: int = 0):
    with acting(operator()):
        reference = Payment.objects.get(award=award(place)).reference
    rows = [["流水号", "结果", "原因", "金额"], [reference, "退回", "账户已销", amount]]
    return sheet_of_texts(rows)


def send_back(world: payees.World, of: Round, who: str = "releaser", place: int = 0) -> Taken:
    return take_bank_answer(round_id=of.pk, sheets=[sheet(place=place)], **STEP, by=world[who])


def decided_last() -> list[int]:
    """Awards whose payments the newest answer decided."""
    with acting(operator()):
        return [each.award_id for each in decided_by(BankAnswer.objects.latest("at"))]


def decide(world: payees.World, slip: ClaimEnd, **more: Any) -> SurplusDecision:
    usual: dict[str, Any] = {
        "outcome": SurplusOutcome.BACK, "reference": "付款 7", "reason": "银行已退回整笔",
        "by": world["second"],
    }  # fmt: skip
    about = {"round_id": slip.round_id, "claim_end_id": slip.pk}
    return decide_surplus(**about, **STEP, **{**usual, **more})


def mixed(world: payees.World, of: Round) -> tuple[Recovery, ClaimEnd]:
    """Of 2,000.00, 1,000.00 are claimed: 600.00 came in, 100.00 are written off, 300.00 still open."""
    one = claim(world, of, 100_000)
    slip = book(world, one, 60_000)
    end(world, one, 10_000, ClaimOutcome.WRITTEN_OFF)
    return one, slip


def test_what_was_outstanding_comes_in_and_what_came_twice_is_held_apart(world, paid):
    one, _slip = mixed(world, paid)
    before = balances(world)
    taken = send_back(world, paid)
    assert (taken.returned_fen, taken.surplus_fen) == (EACH, 60_000)
    now = balances(world)
    assert now.available - before.available == EACH - 60_000
    assert (now.surplus, now.to_recover, now.lost, now.paid) == (60_000, 0, 0, EACH)
    assert now.received - before.received == 60_000
    assert now.adds_up
    with acting(operator()):
        sums = claim_of(one).sums
        assert (sums.recovered, sums.written_off, sums.sent_back, sums.open) == (
            60_000, 10_000, 30_000, 0,
        )  # fmt: skip
        booked = dict(Transfer.objects.order_by("-pk").values_list("reason", "amount")[:5])
    assert (
        booked
        == {"claim_back": 100_000, "recovered": 30_000, "regained": 10_000, "surplus": 60_000}
        | booked
    )
    holds()


def test_the_same_answer_again_books_nothing(world, paid):
    mixed(world, paid)
    send_back(world, paid)
    before = balances(world)
    assert not send_back(world, paid).new
    assert balances(world) == before
    with acting(operator()):
        assert ClaimEnd.objects.filter(outcome=ClaimOutcome.SENT_BACK).count() == 1
    holds()


def test_it_is_told_beforehand_and_in_the_rounds_events(world, paid):
    mixed(world, paid)
    with acting(world["planner"]):
        ahead = answers_ahead(paid, "", [("a.csv", [sheet()])], LATER)
    assert (ahead.together.late, ahead.together.surplus_fen) == (1, 60_000)
    send_back(world, paid)
    with acting(operator()):
        told = paid.events.order_by("-id").first().reason
    assert told.startswith("其中 600.00 元先前已追回到账，是多退的。到账后银行退回 1 笔")


@pytest.mark.parametrize("recovered", [0, EACH])
def test_a_claim_of_the_whole_of_which_nothing_or_all_had_come_in(world, paid, recovered):
    one = claim(world, paid, EACH)
    if recovered:
        book(world, one, recovered)
    before = balances(world)
    assert send_back(world, paid).surplus_fen == recovered
    now = balances(world)
    assert (now.surplus, now.to_recover) == (recovered, 0)
    assert now.available - before.available == EACH - recovered
    holds()


@pytest.mark.parametrize("before", ["open", "recovered", "written off", "of a part"])
def test_each_answer_opens_into_what_it_sent_back_itself(world, paid, before):
    """Whatever the answer still had to move of it; what officers booked before is no answer's."""
    one = claim(world, paid, 1_000 if before == "of a part" else EACH)
    if before == "recovered":
        book(world, one, EACH, one.payment.reference)  # as a slip by hand may say it
    if before == "written off":
        end(world, one, EACH, ClaimOutcome.WRITTEN_OFF)
    send_back(world, paid, place=1)
    assert decided_last() == [award(1).pk]
    send_back(world, paid)
    assert decided_last() == [award().pk]


def test_a_dropped_claim_leaves_an_ordinary_return(world, paid):
    end(world, claim(world, paid, 1_000), 1_000, ClaimOutcome.DROPPED)
    assert send_back(world, paid).surplus_fen == 0
    with acting(operator()):
        assert not ClaimEnd.objects.filter(outcome=ClaimOutcome.SENT_BACK).exists()
    return_decided(world, paid, ReturnOutcome.AGAIN)
    holds()


def return_decided(world: payees.World, of: Round, outcome: ReturnOutcome) -> None:
    about = {"round_id": of.pk, "award_id": award().pk, "outcome": outcome, "reason": "银行退回"}
    decide_return(**about, **STEP, by=world["approver"])


def test_what_was_wrong_is_not_paid_again_and_the_place_is_free_once_restored(world, paid):
    mixed(world, paid)
    send_back(world, paid)
    with pytest.raises(ClaimedBack):
        return_decided(world, paid, ReturnOutcome.AGAIN)
    before = balances(world)
    return_decided(world, paid, ReturnOutcome.RESTORE)
    assert balances(world) == before
    holds()


@pytest.mark.parametrize("outcome", list(SurplusOutcome))
def test_a_round_is_settled_only_when_the_surplus_is_decided(world, paid, outcome, static_as_is):
    _one, slip = mixed(world, paid)
    send_back(world, paid)
    return_decided(world, paid, ReturnOutcome.RESTORE)
    with pytest.raises(NotSettled, match="1 笔多退款还没有处理决定"):
        reconcile_round(round_id=paid.pk, **STEP, by=world["planner"])
    shown = as_officer(world, "planner").get(f"/rounds/{paid.pk}/").content.decode()
    assert ("多退款决定后才能对账结清" in shown, f"/rounds/{paid.pk}/reconcile/" in shown) == (
        True,
        False,
    )
    before = balances(world)
    decision = decide(world, slip, outcome=outcome)
    now = balances(world)
    back = outcome is SurplusOutcome.BACK
    assert now.surplus == 0
    assert now.received == before.received - (60_000 if back else 0)
    assert now.available == before.available + (0 if back else 60_000)
    assert decision.reference == ("付款 7" if back else "")
    holds()
    with pytest.raises(NoSurplus):
        decide(world, slip)
    reconcile_round(round_id=paid.pk, **STEP, by=world["planner"])
    holds()


def test_each_slip_has_a_decision_of_its_own(world, paid):
    one = claim(world, paid, 100_000)
    slips = [book(world, one, 40_000), book(world, one, 20_000, "进账 89")]
    send_back(world, paid)
    decide(world, slips[0])
    assert balances(world).surplus == 20_000
    decide(world, slips[1], outcome=SurplusOutcome.KEPT, reference="")
    assert balances(world).surplus == 0
    holds()


def test_it_takes_reasons_and_another_approver(world, paid):
    _one, slip = mixed(world, paid)
    with pytest.raises(NoSurplus):
        decide(world, slip)
    send_back(world, paid)
    with pytest.raises(NoReason):
        decide(world, slip, reason=" ")
    with pytest.raises(NoReference):
        decide(world, slip, reference="")
    with pytest.raises(SamePerson):
        decide(world, slip, by=world["approver"])
    outsider = appoint("hz-approver", Role.APPROVER, world.unions["huazhou"])
    with pytest.raises(Round.DoesNotExist):
        decide(world, slip, by=outsider)
    assert balances(world).surplus == 60_000


def test_who_claimed_it_back_does_not_take_its_return_in(world, paid):
    claim(world, paid, 1_000)
    world.officers["both"] = appoint("approver", Role.FUND_OFFICER, world.unions["city"])
    before = balances(world)
    with pytest.raises(SamePerson):
        send_back(world, paid, "both")
    assert balances(world) == before


DECISION = (
    "insert into rounds_surplusdecision (household_id, round_id, claim_end_id, outcome, reason, reference,"
    " decided_by_id, decided_by_name, decided_on, system) select e.household_id, e.round_id, e.id,"
    " 'surplus_kept', 'x', '', %s, 'x', '2010-11-09', '' from rounds_claimend e where e.outcome = 'recovered'"
)


def refusal(by: Actor, statement: str) -> str:
    with (
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        acting(by),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [by.user_id])
    return constraint_of(refused.value)


def test_by_sql_a_surplus_is_not_decided_without_its_movement(world, paid):
    mixed(world, paid)
    send_back(world, paid)
    by = world["second"]
    assert refusal(by, DECISION) == "surplus_by_another"
    again = (
        "insert into rounds_returndecision (household_id, round_id, award_id, payment_id, outcome, reason,"
        " bank, card_secret_id, card_index, decided_by_id, decided_by_name, decided_on, system)"
        " select household_id, round_id, award_id, id, 'again', 'x', '', card_secret_id, card_index, %s, 'x',"
        " '2010-11-09', '' from rounds_payment where state = 'returned'"
    )
    assert refusal(by, again) == "decision_not_of_claimed"


def test_the_checker_finds_a_surplus_that_no_bank_brought(world, paid):
    one = claim(world, paid, 1_000)
    book(world, one, 1_000)
    with transaction.atomic(), acting(operator()), connection.cursor() as cursor:
        cursor.execute(
            "insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason, about_id,"
            " reference, day, by_name) select t.fund_id, s.id, c.id, t.amount,"
            " 'surplus:' || substr(t.idem, 11), 'surplus', t.id, t.reference, '2010-11-09', 'x'"
            " from funds_transfer t join funds_account s on s.fund_id = t.fund_id and s.kind = 'source'"
            " join funds_account c on c.fund_id = t.fund_id and c.kind = 'surplus'"
            " where t.reason = 'recovered'"
        )
    with acting(operator()):
        assert any("没有对应的追回决定" in line for line in check_money())


def test_by_the_page_from_the_desk_to_the_decision(world, paid, static_as_is):
    _one, slip = mixed(world, paid)
    send_back(world, paid)
    with acting(operator()):
        Installation.objects.update(demo_day=LATER)
    client, start = as_officer(world, "second"), reverse("figures")
    page = f"/rounds/{paid.pk}/awards/{award().pk}/"
    desk = client.get(start).content.decode()
    assert "处理多退款" in desk
    assert "的多退款 600.00 元" in desk
    shown = client.get(page).content.decode()
    assert "“进账 88”的 600.00 元到账以后，银行又把整笔退回" in shown
    assert "银行退回抵清 300.00" in shown
    version = rounds.again(world, paid).version
    form = {"outcome": "surplus_back", "reference": "", "reason": "已退还", "version": version}
    wrong = client.post(f"{page}surplus/{slip.pk}/", form)
    assert wrong.status_code == 422
    assert "请填写银行进账单号" in wrong.content.decode()
    form["reference"] = "付款 7"
    assert client.post(f"{page}surplus/{slip.pk}/", form).status_code == 303
    shown = client.get(page).content.decode()
    assert "银行多退的 600.00 元" in shown
    assert "决定退还交款人。" in shown
    assert "多退款" not in client.get(start).content.decode()
    holds()
