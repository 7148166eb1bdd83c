"""However many sign in at once, passwords are tried one after the other, and threads are left."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from time import sleep

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import check_password, make_password
from django.test import Client

from bangfu.accounts import hashing
from bangfu.accounts.errors import TooManyPasswords
from bangfu.accounts.hashing import MOST_WAITING, own_turn
from bangfu.scope.enums import Role
from makers.unions import PASSWORD

SOON = 10  # seconds, for what comes at once


@contextmanager
def tried_by_others(count: int):
    """So many wait or are being tried until the block ends."""
    begun, over = Event(), Event()

    def hold() -> bool:
        with own_turn():
            begun.set()
            return over.wait(SOON)

    with ThreadPoolExecutor(count) as others:
        held = [others.submit(hold) for _ in range(count)]
        assert begun.wait(SOON)
        while hashing._places._value > 1 + MOST_WAITING - count:
            sleep(0.001)
        yield
        over.set()
        assert all(each.result(SOON) for each in held)


def test_beyond_a_few_nobody_waits():
    kept = make_password(PASSWORD)
    with tried_by_others(1 + MOST_WAITING):
        with pytest.raises(TooManyPasswords):
            check_password(PASSWORD, kept)
        with pytest.raises(TooManyPasswords):
            make_password(PASSWORD)
    assert check_password(PASSWORD, kept)


def test_whoever_waits_has_a_turn():
    kept = make_password(PASSWORD)
    with ThreadPoolExecutor(1) as office:
        with tried_by_others(1):
            waiting = office.submit(check_password, PASSWORD, kept)
            assert not waiting.done()
        assert waiting.result(SOON)


def test_the_page_says_that_nothing_was_tried(world):
    world.officer(Role.FILER, world.east)
    client = Client()
    typed = {"username": "filer-e", "password": PASSWORD}
    with tried_by_others(1 + MOST_WAITING):
        answer = client.post("/sign-in/", typed)
    assert "这次没有核对密码" in answer.text
    assert 'value="filer-e"' in answer.text
    assert not AccessAttempt.objects.exists()
    assert client.post("/sign-in/", typed).status_code == 302
