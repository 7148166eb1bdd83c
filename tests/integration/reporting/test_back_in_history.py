"""A page that answered a form can be come back to: filled as it was sent, with what was said, nothing done."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from bangfu.accounts.models import User
from bangfu.programmes.models import ProgrammeParameter
from bangfu.scope.actors import acting, background
from bangfu.scope.enums import Role
from bangfu.vault.commands.keep_form import MOST
from bangfu.vault.models import KeptForm

from .conftest import signed_in
from .test_kept_forms import sent_too_late, sign_in
from .typed import Typed

pytestmark = pytest.mark.usefixtures("static_as_is")
TYPED = "高州市某某街道的李四来电说明"
LIMITS = {
    "programme-place": "440900",
    "programme-per_time_fen": "3000",
    "programme-per_year_fen": "2000",
    "programme-season_starts_month": "7",
    "programme-valid_from": "2010-01-01",
    "programme-source": TYPED,
}
SECRET = "heron by the weir 4"
USER = {"username": "li-si", "name": TYPED[:9], "password": SECRET, "union_code": "nowhere"}


@pytest.fixture
def officer(world):
    return world.officer(Role.ADMINISTRATOR, world.city)


@pytest.fixture
def client(officer) -> Client:
    return signed_in(officer)


def send(client: Client, page: str, to: str, typed: dict[str, str], came: str = ""):
    writer = Typed(client.get(page).content.decode()).values["writer"]
    referer = {"referer": f"http://testserver{came or page}"}
    return client.post(to, {"writer": writer, **typed}, headers=referer)


def again_at(answer) -> str:
    address = re.search(r'data-again="([^"]+)"', answer.content.decode())
    assert address
    return address[1].replace("&amp;", "&")


def kept() -> int:
    with acting(background()):
        return KeptForm.objects.count()


def test_a_refused_form_is_found_again_with_what_was_said(client):
    answer = send(client, "/standards/", "/standards/programmes/", LIMITS)
    assert answer.status_code == 422
    address = again_at(answer)
    assert address.startswith("/standards/programmes/?posted=")
    for _again in range(2):
        back = client.get(address)
        shown = Typed(back.content.decode())
        assert {name: shown.values.get(name) for name in LIMITS} == LIMITS
        assert "每人每年上限低于每人每次上限" in back.content.decode()
    assert not ProgrammeParameter.objects.exists()
    assert TYPED not in address + str(dict(client.session.items())) + str(client.cookies)


def test_what_was_sent_afterwards_is_not_shown_as_waiting(client):
    address = again_at(send(client, "/standards/", "/standards/programmes/", LIMITS))
    mended = {**LIMITS, "programme-per_year_fen": "9000"}
    asked = send(
        client, "/standards/", "/standards/programmes/", {**mended, "ask": "1"}, came=address
    )
    assert kept() == 2
    assert client.get(address).status_code == 422
    done = send(client, "/standards/", "/standards/programmes/", mended, came=again_at(asked))
    assert done.status_code == 302
    assert kept() == 0
    back = client.get(address, headers={"referer": "http://testserver/standards/"})
    assert (back.status_code, back["Location"]) == (303, "/standards/")
    nowhere = client.get(address, headers={"referer": f"http://testserver{address}"})
    assert (nowhere.status_code, nowhere["Location"]) == (303, "/")


def test_a_question_leads_back_to_the_filled_form(client):
    asked = send(
        client,
        "/standards/",
        "/standards/programmes/",
        {**LIMITS, "programme-per_year_fen": "9000", "ask": "1"},
    )
    assert "原来和新的" in asked.content.decode()
    back = client.get(again_at(asked))
    assert Typed(back.content.decode()).values["programme-source"] == TYPED
    assert not ProgrammeParameter.objects.exists()


def test_passwords_are_not_kept(client):
    answer = send(client, "/settings/", "/settings/users/", {**USER, "role": "auditor"})
    assert answer.status_code == 422
    back = client.get(again_at(answer)).content.decode()
    assert Typed(back).values["username"] == "li-si"
    assert SECRET not in back
    with acting(background()), connection.cursor() as cursor:
        cursor.execute("select sealed from vault_keptform")
        [(sealed,)] = cursor.fetchall()
    assert TYPED[:9].encode("unicode_escape") not in bytes(sealed)


def test_nobody_else_comes_back_to_it(world, client):
    address = again_at(send(client, "/standards/", "/standards/programmes/", LIMITS))
    other = world.officer(Role.ADMINISTRATOR, world.east)
    assert client.get(address).status_code == 422
    answer = signed_in(other).get(address)
    assert TYPED not in answer.content.decode()
    assert answer.status_code == 303
    forged = client.get(f"/standards/programmes/?posted={uuid.uuid4()}")
    assert forged.status_code == 303
    assert client.get("/standards/?posted=no-number").status_code == 200


def test_it_is_not_kept_for_ever_nor_for_a_form_of_another(client, officer, world):
    address = again_at(send(client, "/standards/", "/standards/programmes/", LIMITS))
    with acting(background()):
        KeptForm.objects.update(kept_until=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 303
    other = signed_in(world.officer(Role.ADMINISTRATOR, world.east))
    before = kept()
    writer = Typed(other.get("/settings/").content.decode()).values["writer"]
    answer = client.post("/standards/programmes/", {"writer": writer, **LIMITS})
    assert answer.status_code == 422
    assert kept() == before
    assert User.objects.filter(pk=officer.user_id).exists()


def test_a_plain_page_has_no_other_address(client):
    assert "data-again" not in client.get("/standards/").content.decode()


def test_it_does_not_wait_for_the_next_sign_in(officer):
    client, home = sign_in(officer)
    again_at(send(client, "/standards/", "/standards/programmes/", LIMITS))
    client.post("/sign-out/")
    assert sign_in(officer, client)[1] == home


def test_it_takes_no_room_from_what_a_sign_in_cut_short(officer, client):
    late, _home = sign_in(officer)
    sent_too_late(late, "/settings/", "/settings/users/", {**USER, "role": "auditor"})
    for _time in range(MOST + 1):
        send(client, "/standards/", "/standards/programmes/", LIMITS)
    assert kept() == MOST
    assert sign_in(officer, late)[1] == "/settings/users/"
