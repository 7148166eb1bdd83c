"""The desk, the list and the file in a real browser: phone and desk, no finding, no complaint."""

from datetime import date

import pytest

from bangfu.eligibility.commands.redecide import redecide
from bangfu.scope.actors import operator
from bangfu.scope.enums import Role
from makers.registers import IDENTITY, WEST, World
from makers.unions import PASSWORD

from .server import look, sign_in


@pytest.fixture
def office(live_site) -> str:
    """A committed small register behind a running server."""
    world = World()
    world.adopt()
    world.standard("449900", 300, date(2010, 1, 1))
    world.file("A1", world.east, income=250, members=(0, 0), main_cause="子女上学", system="教育")
    world.file("A2", world.east, income=900, medical_fen=100_000)
    world.file("B1", world.west, income=None, area=WEST)
    redecide(on=date(2010, 10, 31), by=operator())
    world.identify("A1")
    world.officer(Role.REVIEWER, world.city)
    world.officer(Role.ADMINISTRATOR, world.city)
    return live_site


def test_pages_of_an_officer(office, screen):
    sign_in(screen, office, "reviewer-c", PASSWORD)
    look(screen, "desk")
    screen.get_by_role("link", name="449901县").click()
    screen.locator("tr.sub").first.wait_for()
    look(screen, "desk-opened")
    for address, name in (("/files/", "files"), ("/files/?text=Z", "files-none")):
        screen.goto(office + address)
        look(screen, name)
    for file_no in ("A1", "A2", "B1"):
        screen.goto(f"{office}/files/{file_no}/")
        look(screen, f"file-{file_no}")
    assert screen.complaints == []


def test_a_number_is_opened_in_its_place(office, screen):
    sign_in(screen, office, "reviewer-c", PASSWORD)
    screen.goto(f"{office}/files/A1/")
    screen.locator(".number summary").first.click()
    screen.get_by_role("button", name="查看号码").first.click()
    screen.get_by_text(IDENTITY).wait_for()
    screen.reload()
    assert screen.get_by_text(IDENTITY).count() == 0


def test_pages_of_an_administrator(office, screen):
    sign_in(screen, office, "administrator-c", PASSWORD)
    screen.complaints.clear()
    screen.goto(office + "/figures/")
    look(screen, "desk-administrator")
    screen.goto(office + "/standards/")
    look(screen, "standards")
    assert screen.complaints == []
