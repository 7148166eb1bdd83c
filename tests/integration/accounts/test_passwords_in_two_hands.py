"""Who gives an approver's password can't sign in as them: another administrator confirms it, with a code."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from bangfu.accounts.commands.create_user import create_user
from bangfu.accounts.commands.set_password import set_password
from bangfu.accounts.errors import NotByReset, PasswordWaits
from bangfu.accounts.models import User
from bangfu.acts.two_hands import IN_TWO_HANDS
from bangfu.audit.models import Entry
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.confirm_password import confirm_password
from bangfu.organisations.commands.reset_password import reset_password
from bangfu.organisations.commands.second_appointment import second_appointment
from bangfu.organisations.errors import (
    NothingToConfirm,
    PasswordGivenByYou,
    UserNotYours,
)
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers import unions
from makers.registers import DAY, World

BACKEND = "django.contrib.auth.backends.ModelBackend"
GIVEN, OWN = "heron by the weir 4", "otter under the elm 9"


@pytest.fixture
def world(db, static_as_is) -> World:
    return World()


@pytest.fixture
def first(world) -> Actor:
    return unions.appoint("first", Role.ADMINISTRATOR, world.city)


@pytest.fixture
def second(world) -> Actor:
    return unions.appoint("second", Role.ADMINISTRATOR, world.city)


@pytest.fixture
def approver(world, first, second) -> Actor:
    return world.officer(Role.APPROVER, world.city)


def reset(user_id: int, by: Actor) -> User:
    return reset_password(user_id=user_id, password=GIVEN, on=DAY, by=by)


def confirm(user_id: int, by: Actor) -> str:
    return confirm_password(user_id=user_id, on=DAY, by=by)


def sign_in(username: str, password: str = GIVEN) -> tuple[Client, str]:
    client = Client()
    page = client.post("/sign-in/", {"username": username, "password": password}, follow=True)
    return client, page.content.decode()


def page_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return client


def test_the_old_one_is_dead_and_the_new_one_waits(approver, first):
    client = page_of(approver)
    assert client.get("/figures/").status_code == 200
    assert reset(approver.user_id, first).password_waits
    assert client.get("/figures/").status_code == 302
    assert "用户名或密码不对" in sign_in(approver.name, unions.PASSWORD)[1]
    told = sign_in(approver.name)[1]
    assert "请样例市总工会 second确认" in told
    entry = Entry.objects.get(action="accounts.reset_password")
    assert entry.detail == {"username": approver.name, "needs_second": True}


def test_password_and_code_come_from_two_hands(approver, first, second):
    reset(approver.user_id, first)
    code = confirm(approver.user_id, second)
    entry = Entry.objects.get(action="accounts.confirm_password")
    assert (entry.user_id, entry.detail) == (second.user_id, {"username": approver.name})
    client, page = sign_in(approver.name)
    assert 'name="code"' in page
    assert client.get("/cases/").status_code == 302
    typed = {"old": GIVEN, "new": OWN, "again": OWN}
    for wrong in ("", "ABCDEFGHJK", code[:-1]):
        answer = client.post("/password/", {**typed, "code": wrong})
        assert answer.status_code == 422
    spaced = f"{code[:5]} {code[5:].lower()}"
    assert client.post("/password/", {**typed, "code": spaced}).status_code == 302
    assert client.get("/cases/").status_code == 200
    kept = User.objects.get(pk=approver.user_id)
    assert (kept.password_code, kept.password_one_time) == ("", False)


def test_who_may_confirm(world, approver, first, second):
    reset(approver.user_id, first)
    county = unions.appoint("county", Role.ADMINISTRATOR, world.east)
    for by, error in (
        (first, PasswordGivenByYou),
        (county, UserNotYours),
        (operator(), NotPermitted),
        (world.officer(Role.REVIEWER, world.city), NotPermitted),
    ):
        with pytest.raises(error):
            confirm(approver.user_id, by)
    confirm(approver.user_id, second)
    with pytest.raises(NothingToConfirm):
        confirm(approver.user_id, second)
    reset(second.user_id, first)
    with pytest.raises(NotByReset):
        confirm(second.user_id, second)


@pytest.mark.parametrize("role", [role for role in Role if role not in {"operator", "worker"}])
def test_of_which_roles_it_waits(world, first, second, role):
    held = world.officer(role, world.east)
    assert reset(held.user_id, first).password_waits is (role in IN_TWO_HANDS)
    assert not reset(held.user_id, operator()).password_waits


def test_of_who_is_proposed_it_waits_already(world, first, second):
    filer = world.officer(Role.FILER, world.east)
    appoint_officer(
        username=filer.name, union_code="E", role=Role.RELEASER, since=DAY, on=DAY, by=first
    )
    assert reset(filer.user_id, first).password_waits


def test_who_gave_the_password_does_not_second(world, first, second):
    create_user(username="new", name="新人", password=GIVEN, by=second)
    made = appoint_officer(
        username="new", union_code="E", role=Role.APPROVER, since=DAY, on=DAY, by=first
    )
    with pytest.raises(PasswordGivenByYou):
        second_appointment(appointment_id=made.pk, on=DAY, by=second)
    third = unions.appoint("third", Role.ADMINISTRATOR, world.city)
    assert second_appointment(appointment_id=made.pk, on=DAY, by=third).code


def refused(by: Actor, user_id: int, match: str, **values) -> None:
    """By the ordinary role's SQL, whatever the program would have said."""
    with pytest.raises(IntegrityError, match=match), transaction.atomic(), acting(by):
        User.objects.filter(pk=user_id).update(**values)


def test_by_sql_neither(world, approver, first, second):
    held = {"user_id": approver.user_id}
    given = {"password": "x", "password_one_time": True, "password_set_by": "administrator"}
    waits = {"password_waits": True, "password_given_by_user_id": first.user_id}
    refused(first, **held, **given, match="another administrator confirms it")
    other_giver = {**waits, "password_given_by_user_id": second.user_id}
    refused(first, **held, **given, **other_giver, match="another administrator confirms it")
    reset(approver.user_id, first)
    code = {"password_waits": False, "password_code": "x"}
    by_first = {**code, "password_confirmed_by_user_id": first.user_id}
    by_second = {**code, "password_confirmed_by_user_id": second.user_id}
    refused(first, **held, **by_first, match="confirmed by another|user_password_in_two_hands")
    refused(first, **held, **by_second, match="confirmed by another")
    refused(approver, **held, password="y", match="confirms it first")
    refused(
        approver, **held, password_one_time=False, password_waits=False, match="another password"
    )
    refused(second, **held, password_given_by_user_id=None, match="another password")
    county = unions.appoint("county", Role.ADMINISTRATOR, world.east)
    by_county = {**code, "password_confirmed_by_user_id": county.user_id}
    refused(county, **held, **by_county, match="confirmed by another")
    with acting(second):
        assert User.objects.filter(pk=approver.user_id).update(**by_second)
    refused(first, **held, password_code="z", match="another password")


def test_one_who_waits_chooses_nothing(approver, first):
    reset(approver.user_id, first)
    with pytest.raises(PasswordWaits):
        set_password(password=OWN, by=approver)


def test_on_the_page_two_administrators_do_it(approver, first, second):
    one, other = page_of(first), page_of(second)
    answer = one.post(
        reverse("user_password", args=[approver.user_id]), {"password": GIVEN}, follow=True
    )
    page = answer.content.decode()
    assert "待样例市总工会 second确认后" in page
    assert "待您确认" not in page
    address = reverse("user_confirm", args=[approver.user_id])
    assert address not in page
    assert one.post(address).status_code == 422
    seen = other.get("/settings/").content.decode()
    assert f'action="{address}"' in seen
    assert f"重设过的密码待您确认：{approver.name}" in seen
    done = other.post(address, follow=True).content.decode()
    shown = re.search(r"的确认码：([A-Z2-9]{10})。", done)
    assert shown is not None
    assert shown[1] not in other.get("/settings/").content.decode()
    set_password(password=OWN, code=shown[1], by=approver)
