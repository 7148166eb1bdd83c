"""What the bank sent back once more, though it had been recovered, is held apart until somebody decides."""

from __future__ import annotations

import pytest
from asking_pages import as_officer
from claims_sent_back import (
    LATER,
    STEP,
    all_arrived,
    award,
    book,
    claim,
    decide,
    mixed,
    return_decided,
    send_back,
    two_families,
)
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from money_checks import balances, holds

from bangfu.acts.refusals import constraint_of
from bangfu.organisations.models import Installation
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.enums import ReturnOutcome, SurplusOutcome
from bangfu.rounds.errors import NoReason, NotSettled, SamePerson
from bangfu.rounds.models import Round
from bangfu.rounds.queries.check_money import check_money
from bangfu.rounds.recovery_errors import NoReference, NoSurplus
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from makers import payees, rounds
from makers.unions import appoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> payees.World:
    return two_families()


@pytest.fixture
def paid(world) -> Round:
    return all_arrived(world)


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
