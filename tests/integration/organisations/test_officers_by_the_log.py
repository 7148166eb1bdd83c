"""Who may sign in, and in which role until when, is what the log told last; otherwise `check` names them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from bangfu.accounts.models import User
from bangfu.operations.checking.records import check_told
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.disable_user import disable_user
from bangfu.organisations.commands.enable_user import enable_user
from bangfu.organisations.commands.end_appointment import end_appointment
from bangfu.organisations.commands.withdraw_appointment import withdraw_appointment
from bangfu.organisations.models import Appointment
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from makers.registers import DAY

LATER = DAY + timedelta(days=30)


def told() -> list[str]:
    with acting(operator()):
        return check_told()


def appointed(by: Actor, since: date = DAY, role: Role = Role.FILER) -> Appointment:
    User.objects.get_or_create(username="new", defaults={"name": "new"})
    return appoint_officer(username="new", union_code="E", role=role, since=since, on=DAY, by=by)


@pytest.mark.parametrize("steps", [(disable_user,), (disable_user, enable_user)])
def test_who_was_shut_out_and_let_in_again(first, steps):
    who = appointed(first).user
    for step in steps:
        step(user_id=who.pk, on=DAY, by=first)
        assert told() == []
    User.objects.filter(pk=who.pk).update(is_active=steps[-1] is disable_user)
    assert told() == ["用户 new 能否登录与日志不一致"]


def test_an_end_that_was_set_and_then_the_appointment_taken_back(first):
    held = appointed(first, since=LATER)
    end_appointment(appointment_id=held.pk, until=LATER, by=first)
    assert told() == []
    withdraw_appointment(appointment_id=held.pk, on=DAY, by=first)
    assert told() == []


def test_of_what_was_taken_back_and_of_what_has_begun_the_end_stays(first):
    """A guard's word, for whoever asks past the commands."""
    coming, held = appointed(first, since=LATER), appointed(first, role=Role.AUDITOR)
    for each in (coming, held):
        end_appointment(appointment_id=each.pk, until=LATER, by=first)
    withdraw_appointment(appointment_id=coming.pk, on=DAY, by=first)
    for each, until in ((coming, LATER), (held, DAY), (held, DAY - timedelta(days=1))):
        refused = pytest.raises(DatabaseError, match="an end stays")
        with refused, acting(first), transaction.atomic():
            Appointment.objects.filter(pk=each.pk).update(until=until)
