"""Two at once over what is proposed: real connections, real commits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from bangfu.accounts.models import User
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.confirm_password import confirm_password
from bangfu.organisations.commands.hand_over_step import hand_over_step
from bangfu.organisations.commands.reset_password import reset_password
from bangfu.organisations.commands.second_appointment import second_appointment
from bangfu.organisations.commands.take_office import take_office, taker
from bangfu.organisations.commands.take_up_step import take_up_step
from bangfu.organisations.commands.withdraw_appointment import withdraw_appointment
from bangfu.organisations.errors import (
    AppointmentWithdrawn,
    HandOverAnswered,
    NothingToConfirm,
    NothingToSecond,
    NothingToTake,
    PasswordGivenByYou,
)
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import actor_for, appointments_of
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role
from beside import beside, until_it_waits
from makers import unions
from makers.registers import DAY, World

pytestmark = pytest.mark.usefixtures("fresh_database")


@pytest.fixture
def hands() -> tuple[Appointment, Actor, Actor]:
    """What the first proposed, and the two who may second it."""
    world = World()
    first, second, third = (
        unions.appoint(name, Role.ADMINISTRATOR, world.city)
        for name in ("first", "second", "third")
    )
    User.objects.create(username="new", name="new")
    made = appoint_officer(
        username="new", union_code="E", role=Role.APPROVER, since=DAY, on=DAY, by=first
    )
    return made, second, third


def confirm(made: Appointment, by: Actor) -> Appointment:
    return second_appointment(appointment_id=made.pk, on=DAY, by=by).appointment


def test_of_two_who_second_at_once_one_does(hands):
    made, second, third = hands
    with transaction.atomic():
        confirm(made, second)
        thread, ended = beside(lambda: confirm(made, third))
        until_it_waits(thread)
    thread.join()
    assert type(ended[0]) is NothingToSecond
    assert Appointment.objects.get(pk=made.pk).seconded_by_user_id == second.user_id


def test_what_is_taken_back_meanwhile_is_not_seconded(hands):
    made, second, third = hands
    with transaction.atomic():
        withdraw_appointment(appointment_id=made.pk, on=DAY, by=third)
        thread, ended = beside(lambda: confirm(made, second))
        until_it_waits(thread)
    thread.join()
    assert type(ended[0]) is AppointmentWithdrawn
    assert not appointments_of(made.user_id, DAY + timedelta(days=9)).exists()


def test_a_password_given_meanwhile_keeps_its_giver_from_seconding(hands):
    """Whoever gives it first and seconds then waits for the giving to be written."""
    made, second, _third = hands
    with transaction.atomic():
        reset_password(user_id=made.user_id, password="heron by the weir 4", on=DAY, by=second)
        thread, ended = beside(lambda: confirm(made, second))
        until_it_waits(thread)
    thread.join()
    assert type(ended[0]) is PasswordGivenByYou


def test_of_two_who_take_office_with_one_code_one_does(hands):
    made, second, _third = hands
    code = second_appointment(appointment_id=made.pk, on=DAY, by=second).code
    by = taker(made.user_id)
    with transaction.atomic():
        assert take_office(code=code, on=DAY, by=by).taken
        thread, ended = beside(lambda: take_office(code=code, on=DAY, by=by))
        until_it_waits(thread)
    thread.join()
    assert type(ended[0]) is NothingToTake


def test_of_two_who_take_up_a_step_at_once_one_does():
    world = World()
    gives = unions.appoint("gives", Role.ADMINISTRATOR, world.east)
    takers = [unions.appoint(name, Role.ADMINISTRATOR, world.west) for name in ("one", "other")]
    officer = world.officer(Role.APPROVER, world.west)
    last = DAY + timedelta(days=30)
    asked = hand_over_step(
        union_code="E", role=Role.APPROVER, to_union_code="W", since=DAY, until=last,
        reason="人手不足", on=DAY, by=gives,
    )  # fmt: skip

    def take(by: Actor) -> Appointment:
        return take_up_step(hand_over_id=asked.pk, username=officer.name, on=DAY, by=by)

    with transaction.atomic():
        take(takers[0])
        thread, ended = beside(lambda: take(takers[1]))
        until_it_waits(thread)
    thread.join()
    assert type(ended[0]) is HandOverAnswered
    assert Appointment.objects.get(hand_over=asked).by_user_id == takers[0].user_id


def test_of_two_who_confirm_a_password_at_once_one_does(hands):
    """One code alone opens it."""
    made, second, third = hands
    first = Appointment.objects.get(user__username="first")
    reset_password(
        user_id=made.user_id, password="heron by the weir 4", on=DAY, by=actor_for(first)
    )
    with transaction.atomic():
        confirm_password(user_id=made.user_id, on=DAY, by=second)
        thread, ended = beside(lambda: confirm_password(user_id=made.user_id, on=DAY, by=third))
        until_it_waits(thread)
    thread.join()
    assert type(ended[0]) is NothingToConfirm
    kept = User.objects.get(pk=made.user_id)
    assert kept.password_confirmed_by_user_id == second.user_id
