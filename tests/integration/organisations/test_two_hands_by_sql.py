"""The database and the pages hold what `test_two_hands` holds of the commands."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bangfu.accounts.models import User
from bangfu.organisations.models import Appointment
from bangfu.scope.actors import Actor, acting
from bangfu.scope.enums import Role
from makers import unions
from makers.registers import DAY

from .test_two_hands import LATER, page_of, propose


def refused(by: Actor | None, act, match: str) -> None:
    """By the ordinary role's SQL, whatever the program would have said."""
    settings = nullcontext() if by is None else acting(by)
    with pytest.raises(IntegrityError, match=match), transaction.atomic(), settings:
        act()


def row(world, user: User, **other) -> dict[str, object]:
    given = {"user": user, "union": world.east, "role": Role.RELEASER, "since": DAY}
    return {**given, **other}


def test_by_sql_none_holds_without_a_second(world, first, second):
    user = User.objects.create(username="new", name="new")

    def create(**other):
        return lambda: Appointment.objects.create(**row(world, user, **other))

    refused(first, create(by_user_id=first.user_id), "another administrator seconds")
    refused(first, create(), "who appoints is who acts")
    refused(first, create(by_user_id=second.user_id, needs_second=True), "who appoints is who acts")
    refused(None, create(), "another administrator seconds")
    whole = {"needs_second": True, "seconded_by_user_id": second.user_id, "seconded_on": DAY}
    refused(first, create(by_user_id=first.user_id, **whole), "proposed first")
    refused(None, create(role=Role.FILER, seconded_by_user_id=5, seconded_on=DAY), "proposed first")


def test_by_sql_nobody_seconds_but_another_administrator(world, first, second):
    county = unions.appoint("county", Role.ADMINISTRATOR, world.east)
    beside = unions.appoint("beside", Role.ADMINISTRATOR, world.west)
    made = propose(county)

    def seconds(by: Actor, on: date = DAY, who: int | None = None, **other):
        code = {"office_code": "0" * 64, "office_code_until": timezone.now() + timedelta(days=7)}
        values = {"seconded_by_user_id": who or by.user_id, "seconded_on": on, **code, **other}
        return lambda: Appointment.objects.filter(pk=made.pk).update(**values)

    refused(county, seconds(county), "appointment_seconded_by_another")
    refused(beside, seconds(beside), "by an administrator over the union")
    refused(beside, seconds(beside, who=first.user_id), "by an administrator over the union")
    refused(first, seconds(first, on=date(2010, 1, 1)), "by an administrator over the union")
    refused(first, seconds(first, until=LATER), "by an administrator over the union")
    for wrong in (
        {"office_code": ""},
        {"office_code_until": None},
        {"office_code_until": timezone.now() + timedelta(days=8)},
        {"taken_on": DAY},
    ):
        refused(first, seconds(first, **wrong), "by an administrator|taken today|taken_once")
    refused(
        first, lambda: Appointment.objects.filter(pk=made.pk).update(needs_second=False), "stays"
    )
    refused(
        first,
        lambda: Appointment.objects.filter(pk=made.pk).update(seconded_on=DAY),
        "by an administrator over the union",
    )
    with acting(first):
        seconds(first)()
    refused(second, seconds(second), "what is written stays|by an administrator")


def test_on_the_page_two_administrators_do_it(world, first, second):
    one, other = page_of(first), page_of(second)
    given = {"username": "zhang-san", "name": "张三", "password": "heron by the weir 4"}
    made = one.post(
        "/settings/users/", given | {"union_code": "E", "role": "approver"}, follow=True
    )
    assert "待样例市总工会 second确认、本人到任后生效" in made.content.decode()
    waits = Appointment.objects.get(user__username="zhang-san")
    address = reverse("appointment_second", args=[waits.pk])
    mine = one.get("/settings/").content.decode()
    assert "待确认的任职" in mine
    assert "样例市总工会 second" in mine
    assert "任职待确认" in mine
    assert address not in mine
    refused_page = one.post(address)
    assert refused_page.status_code == 422
    assert "须由另一位系统管理员确认" in refused_page.content.decode()
    theirs = other.get("/settings/").content.decode()
    assert f'action="{address}"' in theirs
    assert "待您确认" in theirs
    assert "随后显示一次确认码" in theirs
    done = other.post(address, follow=True).content.decode()
    assert f"任职已确认，本人到任后自 {DAY} 起生效" in done
    assert "已确认，待本人凭确认码到任" in done
    assert other.post(address).status_code == 422


def test_another_unions_administrator_is_not_shown_it(world, first, second):
    made = propose(first)
    beside = page_of(unions.appoint("beside", Role.ADMINISTRATOR, world.west))
    assert "待确认的任职" not in beside.get("/settings/").content.decode()
    assert beside.post(reverse("appointment_second", args=[made.pk])).status_code == 403
    assert page_of(second).post(reverse("appointment_withdraw", args=[made.pk])).status_code == 302


def test_an_only_administrator_is_told_that_a_second_is_needed(world, first):
    told = "只有您一位系统管理员"
    page = page_of(first).get("/settings/").content.decode()
    assert told in page
    assert '<option value="E">' in page
    assert 'list="own-unions"' in page
    county = unions.appoint("county", Role.ADMINISTRATOR, world.east)
    assert told not in page_of(county).get("/settings/").content.decode()
    unions.appoint("second", Role.ADMINISTRATOR, world.city)
    assert told not in page_of(first).get("/settings/").content.decode()
