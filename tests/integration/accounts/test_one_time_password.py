"""A password that somebody else gave opens nothing but the page where its owner chooses another."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from architecture.test_access import named_patterns, table
from bangfu.accounts.commands.create_user import create_user
from bangfu.accounts.models import ONE_TIME_LASTS, User
from bangfu.audit.models import Entry
from bangfu.scope.actors import operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers.unions import PASSWORD

GIVEN = "grebe by the weir 4"
OWN = "heron by the weir 4"
NEWCOMER = {
    "username": "zhang-san",
    "name": "张三",
    "password": GIVEN,
    "union_code": "E",
    "role": "filer",
}
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/files/?text=a"}


def signed_in(username: str, password: str) -> Client:
    client = Client()
    client.post("/sign-in/", {"username": username, "password": password})
    return client


@pytest.fixture
def admin(world) -> Client:
    world.officer(Role.ADMINISTRATOR, world.city)
    return signed_in("administrator-c", PASSWORD)


@pytest.fixture
def newcomer(admin) -> Client:
    """Signed in with the password that an administrator gave."""
    assert admin.post("/settings/users/", NEWCOMER).status_code == 302
    return signed_in("zhang-san", GIVEN)


def choose(client: Client, old: str = GIVEN, new: str = OWN):
    return client.post("/password/", {"old": old, "new": new, "again": new})


def test_nothing_opens_before_an_own_password_is_chosen(newcomer):
    opened = []
    for pattern, one in named_patterns():
        route = table()[pattern]
        if route.public or "<" in pattern or one.name == "own_password":
            continue
        if "GET" in route.methods:
            answer = newcomer.get(f"/{pattern}")
            if (answer.status_code, answer.get("Location")) != (302, "/password/"):
                opened.append(("GET", pattern, answer.status_code))
        if "POST" in route.methods:
            answer = newcomer.post(f"/{pattern}")
            if answer.status_code != 403 or "一次性密码" not in answer.content.decode():
                opened.append(("POST", pattern, answer.status_code))
    assert opened == []


def test_a_part_of_a_page_sends_the_whole_page_there(newcomer):
    answer = newcomer.get("/files/", headers=HTMX)
    assert answer["HX-Redirect"] == "/password/"
    assert answer.content == b""


def test_nobody_signed_in_is_sent_to_the_sign_in_as_a_whole_page_too(world):
    answer = Client().get("/files/", headers=HTMX)
    assert answer["HX-Redirect"] == "/sign-in/?next=/files/%3Ftext%3Da"


def test_the_page_says_why_and_leads_nowhere_else(newcomer):
    page = newcomer.get("/password/").content.decode()
    assert "这是别人给您的一次性密码" in page
    assert "密码由系统管理员于" in page
    assert 'href="/files/"' not in page
    assert 'href="/switch/"' not in page
    assert 'action="/sign-out/"' in page
    assert newcomer.post("/sign-out/").status_code == 302


def test_afterwards_everything_opens_and_the_given_one_is_dead(newcomer):
    assert choose(newcomer, new=GIVEN).status_code == 422
    assert newcomer.get("/files/").status_code == 302
    assert choose(newcomer).status_code == 302
    assert newcomer.get("/files/").status_code == 200
    assert (
        Client().post("/sign-in/", {"username": "zhang-san", "password": GIVEN}).status_code == 200
    )
    assert signed_in("zhang-san", OWN).get("/files/").status_code == 200
    assert Entry.objects.get(action="accounts.set_password").detail["one_time"] is True


def test_a_reset_gives_a_one_time_password_again(admin, newcomer):
    choose(newcomer)
    user = User.objects.get(username="zhang-san")
    admin.post(f"/settings/users/{user.pk}/password/", {"password": GIVEN})
    assert newcomer.get("/files/")["Location"].startswith("/sign-in/")
    assert signed_in("zhang-san", GIVEN).get("/files/")["Location"] == "/password/"
    assert "一次性，待本人修改" in admin.get("/settings/").content.decode()
    entry = Entry.objects.get(action="accounts.reset_password")
    assert (entry.subject, entry.role) == (str(user.pk), "administrator")


def test_an_administrator_does_not_reset_the_own_password_without_the_old(admin):
    me = User.objects.get(username="administrator-c")
    answer = admin.post(f"/settings/users/{me.pk}/password/", {"password": OWN})
    assert answer.status_code == 422
    assert "不能重设自己的密码" in answer.content.decode()
    assert admin.get("/settings/").status_code == 200


def test_the_next_sign_in_tells_when_somebody_was_here_and_who_set_the_password(newcomer):
    """Also what an administrator did who signed in with a password they had given."""
    choose(newcomer)
    before = User.objects.get(username="zhang-san").last_login
    client = Client()
    page = client.post(
        "/sign-in/", {"username": "zhang-san", "password": OWN, "next": "/password/"}, follow=True
    ).content.decode()
    assert page.count(f"上次登录：{before.astimezone():%Y-%m-%d %H:}") == 2  # a note, and the page
    assert "密码由本人于" in page


def test_the_first_sign_in_is_told_to_be_the_first(newcomer):
    assert "这是您第一次登录" in newcomer.get("/password/").content.decode()


def test_only_the_machine_gives_a_password_that_lasts(world):
    given = {"username": "li-si", "name": "李四", "password": GIVEN}
    with pytest.raises(NotPermitted):
        create_user(**given, by=world.officer(Role.ADMINISTRATOR, world.city), one_time=False)
    assert not create_user(**given, by=operator(), one_time=False).password_one_time
    given["username"] = "li-wu"
    assert create_user(**given, by=operator()).password_one_time


def test_the_database_keeps_apart_own_and_one_time(newcomer):
    with pytest.raises(IntegrityError, match="user_own_password_lasts"), transaction.atomic():
        User.objects.filter(username="zhang-san").update(password_set_by="own")


def given_ago(long: timedelta) -> None:
    set_at = timezone.now() - long
    User.objects.filter(username="zhang-san").update(password_set_at=set_at)


def test_one_that_nobody_used_in_time_opens_nothing(newcomer, admin):
    given_ago(ONE_TIME_LASTS + timedelta(minutes=1))
    client = Client()
    page = client.post("/sign-in/", {"username": "zhang-san", "password": GIVEN}).content.decode()
    assert "超过 7 天没有使用，已失效。请样例市总工会 administrator-c重设密码" in page
    assert client.get("/password/").status_code == 302
    user = User.objects.get(username="zhang-san")
    admin.post(f"/settings/users/{user.pk}/password/", {"password": GIVEN})
    assert signed_in("zhang-san", GIVEN).get("/files/")["Location"] == "/password/"


def test_it_lasts_a_week_and_an_own_password_lasts(newcomer):
    given_ago(ONE_TIME_LASTS - timedelta(minutes=1))
    assert signed_in("zhang-san", GIVEN).get("/password/").status_code == 200
    choose(newcomer)
    given_ago(10 * ONE_TIME_LASTS)
    assert signed_in("zhang-san", OWN).get("/files/").status_code == 200
