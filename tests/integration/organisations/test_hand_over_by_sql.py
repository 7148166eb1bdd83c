"""The database holds of a step that is handed over what `test_hand_over` holds of the commands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bangfu.accounts.models import User
from bangfu.organisations.errors import (
    NotTheirOfficer,
)
from bangfu.organisations.models import Appointment, HandOver
from bangfu.scope.actors import Actor, acting
from bangfu.scope.enums import Role
from makers import unions
from makers.registers import DAY

from .test_hand_over import LAST, ask, take
from .test_two_hands_by_sql import refused


def test_by_sql_neither(world, gives, gets, officer):
    given = {
        "union": world.east, "role": Role.APPROVER, "to_union": world.west, "since": DAY,
        "until": LAST, "reason": "x", "asked_on": DAY, "asked_by_user_id": gives.user_id,
    }  # fmt: skip
    street = unions.make_union("S", "东街道", world.east)

    def create(**other):
        return lambda: HandOver.objects.create(**{**given, **other})

    for wrong in (street, world.east):
        refused(gives, create(to_union=wrong), "to a superior or a neighbour")
    refused(gets, create(asked_by_user_id=gets.user_id), "asked by an administrator")
    refused(gives, create(asked_by_user_id=gets.user_id), "asked by an administrator")
    refused(gives, create(role=Role.FILER), "hand_over_of_a_step")
    asked = ask(gives)

    def answer(by: Actor, word: str = "taken"):
        values = {"answer": word, "answered_by_user_id": by.user_id, "answered_on": DAY}
        return lambda: HandOver.objects.filter(pk=asked.pk).update(**values)

    refused(gives, answer(gives), "answered by an administrator")
    refused(gives, answer(gets), "answered by an administrator")
    refused(gets, lambda: HandOver.objects.filter(pk=asked.pk).update(until=DAY), "stays")
    row = {
        "user_id": officer.user_id, "union": world.east, "role": Role.APPROVER, "since": DAY,
        "until": LAST, "needs_second": True, "by_user_id": gets.user_id, "hand_over": asked,
    }  # fmt: skip
    refused(gets, lambda: Appointment.objects.create(**row), "handed over and taken up")
    made = take(asked, gets)
    refused(gets, answer(gets, "declined"), "stays")
    held = Appointment.objects.filter(pk=made.pk)
    refused(gives, lambda: held.update(until=LAST + timedelta(days=1)), "an end stays")
    refused(gives, lambda: held.update(until=None), "an end stays")


def test_by_sql_an_appointment_is_just_what_was_handed_over(world, gives, gets, officer):
    asked = ask(gives)
    with acting(gets):
        HandOver.objects.filter(pk=asked.pk).update(
            answer="taken", answered_by_user_id=gets.user_id, answered_on=DAY
        )
    row = {
        "user_id": officer.user_id, "union": world.east, "role": Role.APPROVER, "since": DAY,
        "until": LAST, "needs_second": True, "by_user_id": gets.user_id, "hand_over": asked,
    }  # fmt: skip
    for other in (
        {"role": Role.RELEASER}, {"union": world.city}, {"since": DAY - timedelta(days=1)},
        {"until": LAST + timedelta(days=1)}, {"until": None}, {"by_user_id": gives.user_id},
        {"needs_second": False},
    ):  # fmt: skip
        wrong = {**row, **other}
        refused(gets, lambda wrong=wrong: Appointment.objects.create(**wrong), "handed over and")
    refused(gives, lambda: Appointment.objects.create(**row), "handed over and")
    with acting(gets):
        assert Appointment.objects.create(**row).waits


def test_who_does_it_is_an_officer_of_the_union_that_takes_it_up(world, gives):
    """Also for an administrator over both, and by SQL."""
    city = unions.appoint("city", Role.ADMINISTRATOR, world.city)
    unions.appoint("elsewhere", Role.REVIEWER, world.education)
    unions.appoint("both", Role.REVIEWER, world.education)
    unions.appoint("both", Role.REVIEWER, world.west)
    asked = ask(gives)
    for username in ("elsewhere", "both"):
        with pytest.raises(NotTheirOfficer):
            take(asked, city, username)
    with acting(city):
        HandOver.objects.filter(pk=asked.pk).update(
            answer="taken", answered_by_user_id=city.user_id, answered_on=DAY
        )
    row = {
        "union": world.east, "role": Role.APPROVER, "since": DAY, "until": LAST,
        "needs_second": True, "by_user_id": city.user_id, "hand_over": asked,
    }  # fmt: skip
    for username in ("elsewhere", "both"):
        wrong = {**row, "user": User.objects.get(username=username)}
        refused(city, lambda wrong=wrong: Appointment.objects.create(**wrong), "an officer of the")
