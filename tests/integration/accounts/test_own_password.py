"""Everybody changes their own password, without an administrator."""

import pytest
from django.test import Client

from bangfu.audit.models import Entry
from bangfu.scope.enums import Role
from makers.unions import PASSWORD

NEW = "heron by the weir 4"
RIGHT = {"old": PASSWORD, "new": NEW, "again": NEW}


def signed_in(username: str, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/sign-in/", {"username": username, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/figures/").status_code == 200


@pytest.fixture
def filer(world) -> Client:
    world.officer(Role.FILER, world.east)
    return signed_in("filer-e")


def test_this_session_stays_and_all_others_end(filer):
    elsewhere = signed_in("filer-e")
    assert is_in(elsewhere)
    answer = filer.post("/password/", RIGHT)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(filer)
    assert not is_in(elsewhere)
    assert not is_in(signed_in("filer-e"))
    assert is_in(signed_in("filer-e", NEW))
    assert Entry.objects.get(action="accounts.set_password").detail == {
        "own": True,
        "one_time": False,
    }


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"old": "not my password"}, "原密码不对"),
        ({"new": "", "again": ""}, "请填写新密码"),
        ({"again": NEW + " "}, "两次输入的新密码不一致"),
        ({"new": "1234567890", "again": "1234567890"}, "密码不够安全"),
        ({"new": "short", "again": "short"}, "密码不够安全"),
        ({"new": PASSWORD, "again": PASSWORD}, "与原密码相同"),
    ],
)
def test_what_is_wrong_stands_at_the_form(filer, wrong, told):
    answer = filer.post("/password/", RIGHT | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert 'name="old"' in page
    assert NEW not in page
    assert not Entry.objects.filter(action="accounts.set_password").exists()
    assert is_in(signed_in("filer-e"))


def test_guessing_the_old_password_locks_as_at_the_sign_in(filer):
    asked = [filer.post("/password/", RIGHT | {"old": f"guess {n}"}) for n in range(7)]
    assert [one.status_code for one in asked[:5]] == [422] * 5
    assert asked[6].status_code == 429
    assert filer.post("/password/", RIGHT).status_code == 429


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.RELEASER])
def test_every_role_finds_it_in_the_block_of_the_user(world, role):
    world.officer(role, world.city)
    client = signed_in(f"{role.value}-c")
    assert 'href="/password/"' in client.get("/figures/").content.decode()
    assert client.get("/password/").status_code == 200
    assert client.post("/password/", RIGHT).status_code == 302


def test_nobody_signed_in_is_sent_to_the_sign_in(world):
    assert Client().post("/password/", RIGHT)["Location"].startswith("/sign-in/")
