"""An officer takes office with the code of who seconded: by command, page and SQL."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bangfu.accounts.commands.create_user import create_user
from bangfu.accounts.commands.set_password import set_password
from bangfu.accounts.errors import PasswordWaits
from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.office_codes import TRIES, draw_code, proof_of
from bangfu.organisations.commands.reset_password import reset_password
from bangfu.organisations.commands.second_appointment import second_appointment
from bangfu.organisations.commands.take_office import take_office, taker
from bangfu.organisations.commands.withdraw_appointment import withdraw_appointment
from bangfu.organisations.errors import NewPasswordFirst, NothingToTake, PasswordGivenByYou
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import appointments_of
from bangfu.organisations.seconding import may_confirm, seconders
from bangfu.scope.actors import Actor, acting
from bangfu.scope.enums import Role
from makers import unions
from makers.registers import DAY

from .test_two_hands import page_of
from .test_two_hands_by_sql import refused

GIVEN, OWN = "heron by the weir 4", "otter under the elm 9"


def propose(first: Actor, username: str) -> Appointment:
    return appoint_officer(
        username=username, union_code="E", role=Role.APPROVER, since=DAY, on=DAY, by=first
    )


@pytest.fixture
def made(first, second) -> Appointment:
    create_user(username="new", name="新人", password=GIVEN, by=first)
    return propose(first, "new")


def take(made: Appointment, code: str, password: str = OWN):
    return take_office(code=code, password=password, on=DAY, by=taker(made.user_id))


def code_of(made: Appointment, by: Actor) -> str:
    return second_appointment(appointment_id=made.pk, on=DAY, by=by).code


def test_it_holds_from_the_taking_alone(made, second):
    code = code_of(made, second)
    assert not appointments_of(made.user_id, DAY).exists()
    assert take(made, code.lower()).taken == made
    assert appointments_of(made.user_id, DAY).exists()
    assert not User.objects.get(pk=made.user_id).password_one_time
    with pytest.raises(NothingToTake):
        taker(made.user_id)


def test_a_password_chosen_in_the_filers_name_opens_no_office(world, first, second):
    """Reset by one administrator, chosen anew in the filer's name, proposed by the same: no code, no office."""
    filer = world.officer(Role.FILER, world.east)
    reset_password(user_id=filer.user_id, password=GIVEN, on=DAY, by=first)
    set_password(password=OWN, by=filer)
    made = propose(first, filer.name)
    code_of(made, second)
    assert take(made, "AAAAAAAAAA").taken is None
    held = appointments_of(filer.user_id, DAY)
    assert [one.role for one in held] == [Role.FILER]


def test_who_gave_the_last_password_may_not_second_even_when_another_was_chosen(
    world, first, second
):
    filer = world.officer(Role.FILER, world.east)
    reset_password(user_id=filer.user_id, password=GIVEN, on=DAY, by=second)
    set_password(password=OWN, by=filer)
    made = propose(first, filer.name)
    assert seconders(made, DAY) == []
    with pytest.raises(PasswordGivenByYou):
        code_of(made, second)
    page = page_of(second).get("/settings/").content.decode()
    assert "待您确认" not in page
    draw_code(made)
    given = {"office_code": made.office_code, "office_code_until": made.office_code_until}
    seconded = {"seconded_by_user_id": second.user_id, "seconded_on": DAY, **given}
    held = Appointment.objects.filter(pk=made.pk)
    refused(second, lambda: held.update(**seconded), "by an administrator over the union")


def test_who_seconded_and_then_gave_a_password_opens_nothing(made, second):
    code = code_of(made, second)
    reset_password(user_id=made.user_id, password=GIVEN, on=DAY, by=second)
    with pytest.raises(PasswordGivenByYou):
        take(made, code)


def test_a_password_that_waits_takes_no_office(made, first, second):
    code = code_of(made, second)
    reset_password(user_id=made.user_id, password=GIVEN, on=DAY, by=first)
    with pytest.raises(PasswordWaits):
        take(made, code)


def test_a_one_time_password_is_replaced_in_the_same_step(made, second):
    with pytest.raises(NewPasswordFirst):
        take(made, code_of(made, second), password="")


def test_few_tries_and_each_is_told(made, second):
    code = code_of(made, second)
    lefts = [take(made, "AAAAAAAAAA").left for _ in range(TRIES)]
    assert lefts == [4, 3, 2, 1, 0]
    told = Entry.objects.filter(action="organisations.take_office").order_by("id")
    assert [entry.detail["wrong_code"] for entry in told] == [1, 2, 3, 4, 5]
    with pytest.raises(NothingToTake):
        take(made, code)
    by = Actor(made.user_id, "", Role.APPROVER, made.union_id, second.scope)
    with pytest.raises(NothingToTake):
        take_office(code=code, password=OWN, on=DAY, by=by)
    assert withdraw_appointment(appointment_id=made.pk, on=DAY, by=second).withdrawn


def test_a_code_ends(made, second):
    code = draw_code(made)
    assert made.office_code_until is not None
    assert timedelta(days=7) >= made.office_code_until - timezone.now() > timedelta(days=6)
    made.seconded_by_user_id, made.seconded_on = second.user_id, DAY
    made.office_code_until = timezone.now()
    with acting(second):
        made.save()
    with pytest.raises(NothingToTake):
        take(made, code)
    officer = Actor(made.user_id, "", Role.APPROVER, made.union_id, second.scope)
    taken = {"taken_on": DAY, "office_proof": proof_of(made, code)}
    held = Appointment.objects.filter(pk=made.pk)
    refused(officer, lambda: held.update(**taken), "taken today by its officer")


def test_the_code_is_kept_as_a_hash_alone(made, second):
    code = code_of(made, second)
    with connection.cursor() as cursor:
        cursor.execute("select a::text from organisations_appointment a where id = %s", [made.pk])
        assert code not in cursor.fetchone()[0]
        cursor.execute("select count(*) from audit_entry where detail::text like %s", [f"%{code}%"])
        assert cursor.fetchone() == (0,)


def test_by_sql_nobody_takes_without_the_code(made, first, second):
    officer = Actor(made.user_id, "", Role.APPROVER, made.union_id, second.scope)
    held = Appointment.objects.filter(pk=made.pk)
    taken = {"taken_on": DAY, "office_proof": "0" * 64}
    refused(officer, lambda: held.update(**taken), "taken today|taken_once")
    code_of(made, second)
    refused(officer, lambda: held.update(**taken), "taken today by its officer")
    refused(second, lambda: held.update(**taken), "taken today by its officer")
    made.refresh_from_db()
    told = {"taken_on": DAY, "office_proof": made.office_code}
    refused(officer, lambda: held.update(**told), "taken today by its officer")
    refused(second, lambda: held.update(office_code="1" * 64), "stays|by an administrator")
    refused(officer, lambda: held.update(office_tries=2), "a wrong try counts")
    take(made, "AAAAAAAAAA")
    refused(officer, lambda: held.update(office_tries=0), "a wrong try counts")


def test_by_sql_the_last_giver_is_who_acted(world, first, second):
    filer = world.officer(Role.FILER, world.east)
    reset_password(user_id=filer.user_id, password=GIVEN, on=DAY, by=first)
    users = User.objects.filter(pk=filer.user_id)
    users.update(password_last_given_by_user_id=None)
    assert users.get().password_last_given_by_user_id == first.user_id
    set_password(password=OWN, by=filer)
    assert users.get().password_last_given_by_user_id == first.user_id


def test_on_the_page(made, second):
    seen = page_of(second).post(reverse("appointment_second", args=[made.pk]), follow=True)
    code = re.search(r"的确认码：([A-Z2-9]{10})。", seen.content.decode())
    assert code is not None
    client, address = Client(), reverse("take_office")
    typed = {"username": "new", "password": GIVEN, "code": "AAAAAAAAAA", "new": OWN, "again": OWN}
    refusal = client.post(reverse("sign_in"), {"username": "new", "password": GIVEN})
    assert "还没有到任" in refusal.content.decode()
    wrong = client.post(address, typed)
    assert wrong.status_code == 422
    assert "还可以试 4 次" in wrong.content.decode()
    typed["code"] = code[1]
    nobody = client.post(address, {**typed, "password": "wrong"})
    assert "用户名或密码不对" in nobody.content.decode()
    assert "再输一次" in client.post(address, {**typed, "again": "x"}).content.decode()
    assert "请同时填写" in client.post(address, {**typed, "new": "", "again": ""}).content.decode()
    assert client.post(address, typed).status_code == 302
    done = client.post(reverse("sign_in"), {"username": "new", "password": OWN})
    assert done.status_code == 302
    assert appointments_of(made.user_id, DAY).exists()


def test_a_confirmer_administers_all_their_unions(world, first, second):
    """The words name nobody whom the guard refuses."""
    officer = world.officer(Role.APPROVER, world.east)
    world.officer(Role.APPROVER, world.west)
    county = unions.appoint("county", Role.ADMINISTRATOR, world.east)
    both = appoint_officer(
        username=officer.name, union_code="W", role=Role.FILER, since=DAY, on=DAY, by=first
    )
    user = reset_password(user_id=both.user_id, password=GIVEN, on=DAY, by=first)
    assert may_confirm(user, DAY) == "样例市总工会 second"
    assert county.name not in may_confirm(user, DAY)
