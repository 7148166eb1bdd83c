"""Of one round one person keeps the books, another decides, a third pays, whatever they are appointed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from asking_pages import act, as_officer, latest, page, post
from django.db import connection
from django.urls import reverse

from bangfu.organisations.models import Appointment
from bangfu.rounds.commands.build_roster import build_roster
from bangfu.rounds.commands.export_payment_file import export_payment_file
from bangfu.rounds.commands.reconcile_round import reconcile_round
from bangfu.rounds.commands.simulate_bank import simulate_bank
from bangfu.rounds.errors import SamePerson
from bangfu.rounds.models import Round, RoundEvent
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from makers import payees, rounds
from makers.unions import appoint, as_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]
TODAY = payees.TODAY


@pytest.fixture
def world() -> payees.World:
    world = payees.make_world()
    payees.families(world, 2)
    return world


def step(command: Callable[..., Any], round_: Round, by: Actor, **more: Any) -> Any:
    return command(round_id=round_.pk, version=None, on=TODAY, by=by, **more)


def test_whoever_planned_and_locked_neither_sends_it_nor_takes_in_the_answer(world):
    round_ = rounds.released(world)
    with pytest.raises(SamePerson, match="可以办理的有：releaser。"):
        step(export_payment_file, round_, world["planner"])
    rounds.send(world, round_)
    with pytest.raises(SamePerson, match="可以办理的有：releaser。"):
        simulate_bank(round_id=round_.pk, return_every=0, on=TODAY, by=world["planner"])
    with acting(operator()):
        assert set(RoundEvent.objects.values_list("to_state", flat=True).order_by("id")) >= {"sent"}
        assert not RoundEvent.objects.filter(duty="rounds.take_answer").exists()


def test_another_fund_officer_may_pay_and_then_does_not_settle(world):
    """The names told are of those who may, the nearest first."""
    other = appoint("other", Role.FUND_OFFICER, world.unions["city"])
    round_ = rounds.released(world)
    step(export_payment_file, round_, other)
    simulate_bank(round_id=round_.pk, return_every=0, on=TODAY, by=other)
    with pytest.raises(SamePerson, match="可以办理的有：planner。"):
        step(reconcile_round, round_, other)
    step(reconcile_round, round_, world["planner"])


@pytest.mark.parametrize("who", ["approver", "releaser"])
def test_whoever_decided_or_paid_does_not_settle(world, who):
    round_ = rounds.released(world)
    rounds.answered(world, round_)
    with pytest.raises(SamePerson, match="可以办理的有：planner。"):
        step(reconcile_round, round_, as_role(world[who], Role.FUND_OFFICER))
    assert rounds.again(world, round_).state == "sent"


def test_whoever_decided_does_not_lock_the_roster(world):
    round_ = rounds.decided(world)
    with pytest.raises(SamePerson):
        step(build_roster, round_, as_role(world["approver"], Role.FUND_OFFICER))


def test_where_nobody_else_may_the_way_out_is_told(world):
    round_ = rounds.released(world)
    Appointment.objects.exclude(user_id=world["planner"].user_id).update(until=TODAY)
    tomorrow = {"round_id": round_.pk, "version": None, "by": world["planner"]}
    with pytest.raises(SamePerson, match="可以办理的有：releaser"):
        export_payment_file(**tomorrow, on=TODAY)
    with pytest.raises(SamePerson, match=r"没有其他人可以办理.*上级或相邻工会"):
        export_payment_file(**tomorrow, on=TODAY.replace(month=11, day=1))


def test_the_page_offers_nothing_and_says_why_and_who(world):
    rounds.released(world)
    shown = page(world, "planner", latest())
    assert "做成发放文件 " not in shown
    assert "您经手过本批的其他环节，这一步须由另一个人办理。可以办理的有：releaser。" in shown
    refused = post(world, "planner", "round_send", latest().pk)
    assert refused.status_code == 403
    assert "可以办理的有：releaser" in refused.content.decode()
    assert "您经手过" not in page(world, "releaser", latest())
    assert "您经手过" not in page(world, "auditor", latest())
    assert act(world, "releaser", latest(), "send").status_code == 302


def test_a_settled_round_is_opened_again_by_who_paid_it_alone(world):
    round_ = rounds.released(world)
    rounds.answered(world, round_)
    step(reconcile_round, round_, world["planner"])
    for who, there in (("planner", False), ("releaser", True)):
        shown = as_officer(world, who).get(reverse("round_page", args=[round_.pk]))
        assert (
            "round_answer" in shown.content.decode() or "/answer/" in shown.content.decode()
        ) == there


def test_the_database_refuses_it_to_plain_sql(world):
    round_ = rounds.released(world)
    event = """
      insert into rounds_roundevent (round_id, from_state, to_state, duty, day, by_user_id, by_name, reason)
      values (%s, 'released', 'released', %s, %s, %s, '另一个名字', '')
    """
    for duty, who in (
        ("rounds.send", "planner"),
        ("rounds.take_answer", "planner"),
        ("rounds.reconcile", "releaser"),
        ("rounds.reconcile", "approver"),
        ("rounds.lock_roster", "approver"),
    ):
        with (
            pytest.raises(Exception, match="kept apart"),
            acting(world[who]),
            connection.cursor() as cursor,
        ):
            cursor.execute(event, [round_.pk, duty, TODAY, world[who].user_id])
