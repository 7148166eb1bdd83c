"""Wrong passwords lock out whoever guesses, not the officer whose name it is."""

from __future__ import annotations

from importlib import import_module

import pytest
from axes.models import AccessAttempt, AccessLog
from django.db import connection
from django.test import Client, override_settings

from bangfu.scope.enums import Role
from makers.unions import PASSWORD

HERE, THERE = "10.0.0.1", "10.0.0.2"
WRONG = "wrong"


def attempt(client: Client, password: str, address: str, username: str = "filer-e", **more) -> int:
    typed = {"username": username, "password": password}
    return client.post("/sign-in/", typed, REMOTE_ADDR=address, **more).status_code


def guess(times: int, address: str, client: Client | None = None) -> list[int]:
    client = client or Client()
    return [attempt(client, WRONG, address) for _ in range(times)]


@pytest.fixture
def password(world) -> str:
    world.officer(Role.FILER, world.east)
    world.officer(Role.REVIEWER, world.east)
    return PASSWORD


def test_a_stranger_locks_out_only_the_own_address(password):
    assert guess(7, THERE)[-2:] == [429, 429]
    assert attempt(Client(), password, THERE) == 429
    assert attempt(Client(), password, HERE) == 302


def test_other_names_at_the_same_address_go_on(password):
    guess(6, HERE)
    assert attempt(Client(), PASSWORD, HERE, "reviewer-e") == 302


def test_many_addresses_are_stopped_by_the_name(password):
    answers = [guess(6, f"10.0.1.{n}")[0] for n in range(10)]
    assert set(answers) == {200}
    assert attempt(Client(), password, HERE) == 429


def test_many_names_are_stopped_by_the_address(password):
    """Sixty guesses in a quarter of an hour; an officer's own device goes on, and other addresses do."""
    mine = Client()
    assert attempt(mine, password, THERE) == 302
    answers = [attempt(Client(), WRONG, THERE, f"guessed-{n}") for n in range(61)]
    assert answers == [200] * 59 + [429] * 2
    assert attempt(Client(), password, THERE) == 429
    assert attempt(Client(), password, HERE) == 302
    mine.cookies.pop("sessionid")
    assert attempt(mine, password, THERE) == 302


def test_a_known_device_gets_in_whatever_strangers_do(password):
    """From the very address of the stranger too, and when the name is locked for all strangers."""
    mine = Client()
    assert attempt(mine, password, HERE) == 302
    mine.cookies.pop("sessionid")
    for n in range(10):
        guess(6, f"10.0.1.{n}")
    guess(6, HERE)
    assert attempt(Client(), password, THERE) == 429
    assert attempt(mine, password, HERE) == 302


def test_guessing_on_a_known_device_locks_the_device_alone(password):
    mine = Client()
    attempt(mine, password, HERE)
    mine.cookies.pop("sessionid")
    assert guess(6, HERE, mine)[-1] == 429
    assert attempt(mine, password, THERE) == 429
    assert attempt(Client(), password, HERE) == 302


@pytest.mark.parametrize("forged", ["made-up", "made-up:1x:abc", ""])
def test_a_device_is_not_made_up(password, forged):
    mine = Client()
    attempt(mine, password, HERE)
    [name] = [name for name in mine.cookies if name.startswith("device_")]
    thief = Client()
    thief.cookies[name] = forged
    assert guess(6, THERE, thief)[-1] == 429
    assert {one.user_agent for one in AccessAttempt.objects.filter(ip_address=THERE)} == {""}


def test_a_device_known_for_one_name_is_strange_for_another(password):
    mine = Client()
    attempt(mine, PASSWORD, HERE, "reviewer-e")
    mine.cookies.pop("sessionid")
    [device] = [cookie for name, cookie in mine.cookies.items() if name.startswith("device_")]
    other = Client()
    attempt(other, password, THERE)
    [name] = [name for name in other.cookies if name.startswith("device_")]
    mine.cookies[name] = device.value
    guess(6, HERE, mine)
    assert {one.user_agent for one in AccessAttempt.objects.filter(username="filer-e")} == {""}


def test_a_lock_is_not_drawn_out_by_going_on(password):
    guess(6, HERE)
    locked = AccessAttempt.objects.get(username="filer-e")
    guess(3, HERE)
    again = AccessAttempt.objects.get(username="filer-e")
    assert (again.attempt_time, again.failures_since_start) == (locked.attempt_time, 6)


def test_right_in_between_begins_the_count_anew_for_this_address_alone(password):
    guess(5, HERE)
    guess(5, THERE)
    assert attempt(Client(), password, HERE) == 302
    assert guess(1, HERE) == [200]
    assert guess(1, THERE) == [429]


def test_the_cookie_names_nobody_and_no_script_reads_it(password):
    mine = Client()
    attempt(mine, password, HERE)
    [(name, cookie)] = [one for one in mine.cookies.items() if one[0].startswith("device_")]
    assert "filer-e" not in name + cookie.value
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_address_is_the_one_in_front_only_where_that_is_said(password):
    header = {"HTTP_X_FORWARDED_FOR": f"{HERE}, {THERE}"}
    attempt(Client(), WRONG, "127.0.0.1", **header)
    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"
    with override_settings(FORWARDED_FOR=True):
        attempt(Client(), WRONG, "127.0.0.1", **header)
        attempt(Client(), WRONG, "127.0.0.9", HTTP_X_FORWARDED_FOR="nonsense")
    addresses = AccessAttempt.objects.values_list("ip_address", flat=True)
    assert set(addresses) == {"127.0.0.1", THERE, "127.0.0.9"}


def test_no_password_that_was_typed_is_kept(password):
    mine = Client()
    attempt(mine, password, HERE)
    chosen = {"old": "typed-wrong-1", "new": "typed-new-2", "again": "typed-new-2"}
    assert mine.post("/password/", chosen).status_code == 422
    attempt(Client(), "typed-wrong-3", THERE)
    kept = "\n".join(
        f"{one.get_data} {one.post_data} {one.path_info}" for one in AccessAttempt.objects.all()
    )
    assert AccessAttempt.objects.count() == 2
    assert "typed-" not in kept
    assert not AccessLog.objects.exists()


def test_nothing_of_what_was_sent_is_kept(password):
    """Neither a searched name in the address nor what was typed for a username."""
    typed = {"username": "440981199703157330", "password": WRONG, "next": "/files/?text=燚甲樵"}
    client = Client()
    for _ in range(3):
        answer = client.post("/sign-in/?next=/files/%3Ftext%3D燚甲樵", typed, REMOTE_ADDR=HERE)
        assert "燚甲樵" in answer.content.decode()  # whoever gets in is still led there
    [kept] = AccessAttempt.objects.all()
    assert (kept.failures_since_start, kept.path_info, kept.http_accept) == (3, "", "")
    assert set(kept.get_data + kept.post_data) <= {"\n", "-"}
    assert kept.username.startswith("?")
    assert "440981" not in kept.username


def test_a_name_that_nobody_has_is_counted_too(password):
    answers = [attempt(Client(), WRONG, HERE, "nobody-here") for _ in range(7)]
    assert answers[-1] == 429
    assert attempt(Client(), WRONG, HERE, "nobody-there") == 200


def test_what_was_kept_before_is_blanked(password):
    blanking = import_module("bangfu.accounts.migrations.0003_nothing_typed_kept")
    sent = {"get_data": "next=/files/?text=a", "post_data": "username=b", "path_info": "/sign-in/"}
    for name in ("filer-e", "nobody-here", None):
        AccessAttempt.objects.create(username=name, **sent, failures_since_start=2)
    with connection.cursor() as cursor:
        cursor.execute(blanking.BLANK)
    [kept] = AccessAttempt.objects.all()
    assert (kept.username, kept.failures_since_start) == ("filer-e", 2)
    assert (kept.get_data, kept.post_data, kept.path_info) == ("", "", "")
