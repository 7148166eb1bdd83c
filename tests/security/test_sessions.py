"""Signing in, staying in, being thrown out; and whose eyes one looks through meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.disable_user import disable_user
from bangfu.organisations.commands.enable_user import enable_user
from bangfu.organisations.commands.reset_password import reset_password
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import today
from bangfu.scope.actors import operator
from bangfu.scope.enums import Role
from makers.unions import PASSWORD

from .asking import signed_in, undone
from .families import FAMILIES

GAOZHOU_FILE = f"/files/{FAMILIES['gaozhou'].file_no}/"


def sign_in(username: str, password: str, **more):
    client = Client(raise_request_exception=False)
    response = client.post("/sign-in/", {"username": username, "password": password, **more})
    return client, response


def is_out(client: Client) -> bool:
    response = client.get("/figures/")
    return response.status_code == 302 and response["Location"].startswith("/sign-in/")


def test_a_disabled_user_is_out_at_the_next_request(shop):
    client = signed_in("gz-filer")
    assert client.get(GAOZHOU_FILE).status_code == 200
    with undone():
        disable_user(user_id=shop.users["gz-filer"], on=today(), by=operator())
        assert is_out(client)


def test_a_session_that_ended_by_disabling_does_not_come_back_with_the_user(shop):
    client = signed_in("gz-filer")
    with undone():
        for change in (disable_user, enable_user):
            change(user_id=shop.users["gz-filer"], on=today(), by=operator())
        assert is_out(client)
        assert not is_out(signed_in("gz-filer"))


def test_a_new_password_ends_sessions_of_the_old(shop):
    client = signed_in("gz-filer")
    with undone():
        reset_password(
            user_id=shop.users["gz-filer"], password="Correct-Horse-9", on=today(), by=operator()
        )
        assert is_out(client)


def test_an_appointment_that_ended_ends_the_session(shop):
    client = signed_in("gz-filer")
    with undone():
        Appointment.objects.filter(pk=shop.appointments["gz-filer"]).update(
            until=today() - timedelta(days=1)
        )
        assert is_out(client)


def test_an_appointment_of_tomorrow_is_not_yet(shop):
    with undone():
        held = Appointment.objects.get(pk=shop.appointments["gz-filer"])
        tomorrow = today() + timedelta(days=1)
        user = User(username="gz-next", name="甲明日")
        user.set_password(PASSWORD)
        user.save()
        Appointment.objects.create(user=user, union=held.union, role=held.role, since=tomorrow)
        _client, response = sign_in("gz-next", PASSWORD)
        assert response.status_code == 200  # the form again, with the reason
        assert "sessionid" not in response.cookies


@pytest.mark.parametrize("forged", ["city-approver", "admin", "gz-filer"])
def test_nobody_acts_in_the_appointment_of_another(forged, shop):
    with undone():
        client = signed_in("hz-reviewer")
        client.post("/switch/", {"appointment": str(shop.appointments[forged])})
        assert "appointment" not in client.session
        assert client.get(GAOZHOU_FILE).status_code == 404
        assert client.get("/settings/").status_code == 403


def test_an_id_forged_into_the_session_changes_nothing(shop):
    with undone():
        client = signed_in("hz-reviewer")
        session = client.session
        session["appointment"] = shop.appointments["city-approver"]
        session.save()
        assert client.get(GAOZHOU_FILE).status_code == 404


def test_one_acts_in_one_appointment_at_a_time(shop):
    with undone():
        made = appoint_officer(
            username="hz-reviewer",
            union_code="44098100000",
            role=Role.AUDITOR,
            since=today(),
            on=today(),
            by=operator(),
        )
        client = signed_in("hz-reviewer")
        assert client.get(GAOZHOU_FILE).status_code == 404
        client.post("/switch/", {"appointment": str(made.pk)})
        assert client.get(GAOZHOU_FILE).status_code == 200
        assert client.get("/imports/").status_code == 403
        Appointment.objects.filter(pk=made.pk).update(until=today() - timedelta(days=1))
        assert client.get(GAOZHOU_FILE).status_code == 404


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\thttps://evil.example",
        "http://testserver@evil.example/",
    ],
)
def test_signing_in_leads_to_no_other_site(there, shop, demo_passwords):
    with undone():
        _client, response = sign_in("gz-filer", demo_passwords["gz-filer"], next=there)
        assert response.status_code == 302
        assert response["Location"] == "/"


def test_the_way_back_never_leads_elsewhere(shop):
    response = signed_in("gz-filer").get("/settings/", HTTP_REFERER="https://evil.example/x")
    assert response.status_code == 403
    assert b"evil.example" not in response.content


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8000@evil.example", "", "a b", "[::1"])
def test_a_strange_host_is_a_bad_request(host, shop):
    response = Client(raise_request_exception=False).get("/sign-in/", HTTP_HOST=host)
    assert response.status_code == 400
    assert b"evil.example" not in response.content


@pytest.mark.parametrize("key", ["x" * 5000, r'"a\000bcdefghijk"', "' or 1=1 --", "../../../x"])
def test_a_strange_session_is_nobody(key, shop):
    client = Client(raise_request_exception=False)
    response = client.get("/figures/", HTTP_COOKIE=f"sessionid={key}")
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_a_session_is_renewed_on_signing_in(shop, demo_passwords):
    """An id planted before signing in is worth nothing afterwards."""
    with undone():
        client = Client()
        client.cookies["sessionid"] = "a" * 32
        password = demo_passwords["gz-filer"]
        client.post("/sign-in/", {"username": "gz-filer", "password": password})
        assert client.cookies["sessionid"].value != "a" * 32


def test_signing_out_ends_the_session_on_the_server(shop):
    with undone():
        client = signed_in("gz-filer")
        kept = client.cookies["sessionid"].value
        client.post("/sign-out/")
        thief = Client()
        thief.cookies["sessionid"] = kept
        assert is_out(thief)


def test_six_wrong_passwords_lock_for_a_while_and_say_so(shop, demo_passwords):
    with undone():
        answers = [sign_in("gz-fund", "wrong")[1] for _ in range(6)]
        assert {one.status_code for one in answers[:5]} == {200}
        assert answers[-1].status_code == 429
        assert "请过几分钟再试" in answers[-1].content.decode()
        _client, right = sign_in("gz-fund", demo_passwords["gz-fund"])
        assert right.status_code == 429
        assert sign_in("gz-filer", demo_passwords["gz-filer"])[1].status_code == 302


def test_wrong_name_and_wrong_password_are_told_alike(shop):
    with undone():
        known, unknown = (
            sign_in(username, "wrong")[1].content.decode()
            for username in ("gz-filer", "nobody-of-that-name")
        )
    assert known.count("用户名或密码不对") == unknown.count("用户名或密码不对") > 0


def test_signing_in_is_in_the_log(shop, demo_passwords):
    with undone():
        sign_in("gz-filer", demo_passwords["gz-filer"])
        newest = Entry.objects.filter(action="accounts.sign_in").latest("id")
        assert newest.user_id == shop.users["gz-filer"]


def test_an_administrator_cannot_give_themselves_a_role_with_personal_data(shop):
    typed = {"username": "admin", "union_code": "44090000000", "role": "auditor"}
    with undone():
        client = signed_in("admin")
        fields = {f"appoint-{name}": value for name, value in typed.items()}
        response = client.post("/settings/appointments/", {**fields, "appoint-since": "2010-11-14"})
        assert response.status_code == 422
        assert "不能给自己任职" in response.content.decode()
        assert Appointment.objects.filter(user__username="admin").count() == 1


def test_an_administrator_reads_no_file_through_any_union(shop):
    client = signed_in("admin")
    for path in (
        GAOZHOU_FILE,
        "/files/",
        "/cases/",
        "/rounds/",
        "/funds/",
        "/imports/",
        "/notices/",
    ):
        assert client.get(path).status_code == 403
