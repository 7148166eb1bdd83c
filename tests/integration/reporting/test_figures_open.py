"""Each number that opens, opens the files that it counts: on the page, by link, on any day."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from bangfu.eligibility.commands.redecide import redecide
from bangfu.scope.actors import operator
from bangfu.scope.enums import Role
from makers.registers import CITY, DAY, EAST, WEST, World

from .conftest import signed_in

pytestmark = pytest.mark.usefixtures("static_as_is")
NUMBER = re.compile(r'<a href="(/files/\?[^"]+)">\s*([\d,]+)\s*</a>')
TILE = re.compile(
    r'<a class="kpi[^"]*" href="(/files/\?[^"]+)">.*?<data>([\d,]+)</data>', re.DOTALL
)
LATER = DAY + timedelta(30)


@pytest.fixture
def reviewer(world: World) -> Client:
    """Of the city, in which every class, a blank cause, an undecided file and two months occur."""
    world.file(
        "A", world.city, income=250, area=CITY, system="教育", members=(0, 0), main_cause="疾病"
    )
    world.file("B", world.city, income=900, area=CITY, area_name="样例市", main_cause="疾病")
    changed = world.file("C", world.east, income=250, area=EAST, system="工业", main_cause="残疾")
    world.file("D", world.west, income=None, area=WEST, system="教育")
    world.file("E", world.west, income=100, area=WEST, opened=DAY - timedelta(40), members=(0,))
    redecide(on=DAY, by=operator())
    world.change(changed, LATER, own_income_fen=90_000)
    redecide(on=LATER, by=operator())
    world.file("F", world.east, income=100, area=EAST)
    return signed_in(world.officer(Role.REVIEWER, world.city))


def opened(client: Client, href: str) -> tuple[int, int]:
    """Households and persons of the list that a number opens."""
    answer = client.get(unescape(href))
    assert answer.status_code == 200
    shown = answer.context["page"].rows
    assert len(shown) == int(answer.context["total"])
    return len(shown), sum(file.persons or 0 for file in shown)


@pytest.mark.parametrize("asked", ["", "?by=system", f"?on={LATER}", "?open=449901"])
def test_every_number_opens_what_it_counts(reviewer, asked):
    page = reviewer.get(f"/figures/{asked}").content.decode()
    numbers = [(href, int(text.replace(",", ""))) for href, text in NUMBER.findall(page)]
    tiles = [(href, int(text.replace(",", ""))) for href, text in TILE.findall(page)]
    assert len(numbers) > 15
    assert {number for _href, number in numbers} > {1}
    for href, number in numbers:
        assert number in opened(reviewer, href), href
    for href, number in tiles:
        assert number == opened(reviewer, href)[0], href
    whole, *classes = [number for _href, number in tiles if "stale" not in _href]
    assert whole == sum(classes)


def test_a_filers_desk_opens_what_is_to_be_completed_and_submitted(reviewer, world):
    filer = signed_in(world.officer(Role.FILER, world.west))
    page = filer.get("/figures/").content.decode()
    [unresolved] = re.findall(r'href="([^"]+)">\s*<span class="tag">补齐', page)
    [to_submit] = re.findall(r'href="([^"]+)">\s*<span class="tag">提交', page)
    assert "1 户待核实" in page
    assert "1 户可以提交认定" in page
    assert opened(filer, unresolved)[0] == 1
    assert int(filer.get(to_submit).context["total"]) == 1


def test_a_past_day_is_the_days_own(reviewer):
    """What changed later is not on it, and the links say the day."""
    class_of = {}
    for day in (DAY, LATER):
        answer = reviewer.get(f"/figures/?on={day}")
        text = answer.content.decode()
        assert f"数据截至 {day}" in text
        assert all(f"on={day}" in href for href, _number in NUMBER.findall(text))
        class_of[day] = [count for _name, count, _persons, _href in answer.context["kpis"]]
    assert class_of[DAY] != class_of[LATER]
    assert reviewer.get("/figures/?on=nonsense").context["figures"].day == DAY
