"""A list holds the same files whichever index they are chosen by: each way of narrowing against a plain
reading of every file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.enums import HardshipClass
from bangfu.eligibility.models import Determination
from bangfu.eligibility.queries import waiting_among
from bangfu.registry.models import Household
from bangfu.reporting.choosing import FileFilters
from bangfu.reporting.exact_totals import exact_total, tally_of
from bangfu.reporting.figures import BLANK
from bangfu.reporting.files import count_files, counted_file_page, file_page
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from makers.registers import CITY, DAY, EAST, WEST, World

TOMORROW = DAY + timedelta(1)
EARLIER = DAY - timedelta(70)
ASKED = [
    FileFilters(),
    FileFilters(text="F000"),
    FileFilters(text="样"),
    FileFilters(text="样例"),
    FileFilters(text="样例甲"),
    FileFilters(area_code=EAST),
    FileFilters(area_code=BLANK),
    FileFilters(system="教育"),
    FileFilters(system=BLANK, area_code=WEST),
    FileFilters(hardship_class=HardshipClass.DIBAO),
    FileFilters(hardship_class=HardshipClass.UNRESOLVED),
    FileFilters(hardship_class=HardshipClass.UNRESOLVED, area_code=EAST),
    FileFilters(hardship_class=HardshipClass.DIBAO, text="样例甲"),
    FileFilters(on_day=True),
    FileFilters(on_day=True, area_code=EAST),
    FileFilters(on_day=True, system="教育", hardship_class=HardshipClass.UNRESOLVED),
    FileFilters(cause="疾病"),
    FileFilters(cause=BLANK, on_day=True, area_code=EAST),
    FileFilters(opened=f"{EARLIER:%Y-%m}"),
    FileFilters(opened=f"{EARLIER:%Y-%m}", on_day=True, text="样例"),
    FileFilters(stale=True),
    FileFilters(stale=True, area_code=EAST),
]


@pytest.fixture
def filed(world: World) -> World:
    """Decided files in two counties and in none, one that waits anew, one whose first determination is
    to come, and two that wait for their first.
    """
    for n in range(3):
        world.file(where=world.east, area=EAST, income=100 + n, system="教育" if n else "")
        world.file(where=world.west, area=WEST, income=None)
    world.file(area="", income=200)
    world.file(area=WEST, income=150, opened=EARLIER, main_cause="疾病")
    changed = world.file(area=EAST, income=900)
    world.file(area=EAST, opened=TOMORROW)
    redecide(on=DAY, by=operator())
    world.change(changed, DAY, own_income_fen=1)
    world.file(area=EAST, income=100)
    world.file(area=EAST, income=100, system="教育")
    return world


def plainly(actor: Actor, wanted: FileFilters) -> Iterator[str]:
    """Every file looked at by itself."""
    decided = {each.household_id: each for each in Determination.objects.on(DAY)}
    files = Household.objects.visible_to(actor).order_by("file_no")
    waiting = {id_ for id_, _day in waiting_among([file.pk for file in files], [DAY])}
    for file in files:
        says = decided.get(file.pk)
        new = says is None and file.pk in waiting
        area, system = (says.area_code, says.own_system) if says else (file.area_code, file.system)
        cause = says.main_cause if says else None
        class_ = says.hardship_class if says else HardshipClass.UNRESOLVED if new else None
        if (
            (wanted.text in file.head_name or file.file_no.startswith(wanted.text))
            and (not wanted.area_code or area == wanted.area_code.replace(BLANK, ""))
            and (not wanted.system or system == wanted.system.replace(BLANK, ""))
            and (not wanted.hardship_class or class_ == wanted.hardship_class)
            and (not wanted.on_day or says is not None or new)
            and (not wanted.stale or file.pk in waiting)
            and (not wanted.cause or cause == wanted.cause.replace(BLANK, ""))
            and (not wanted.opened or wanted.opened == f"{file.opened_on:%Y-%m}")
            and (not wanted.union_id or wanted.union_id in (file.tier1, file.tier2))
        ):
            yield file.file_no


def leafed(actor: Actor, wanted: FileFilters, size: int) -> list[str]:
    """From the first page to the last, and then back to the first."""
    onward, back = [], []
    page = file_page(actor, DAY, wanted, size=size)
    while True:
        onward += [row.file_no for row in page.rows]
        if not page.after:
            break
        page = file_page(actor, DAY, wanted, after=page.after, size=size)
    while True:
        back = [row.file_no for row in page.rows] + back
        if not page.before:
            break
        page = file_page(actor, DAY, wanted, before=page.before, size=size)
    assert back == onward
    return onward


@pytest.mark.parametrize("everything_waits", [False, True])
def test_by_whichever_index_the_same_files(filed: World, everything_waits: bool):
    if everything_waits:
        filed.standard(CITY, 310, DAY)
    here = [*ASKED, FileFilters(union_id=filed.east.pk, hardship_class=HardshipClass.DIBAO)]
    for role, union in ((Role.AUDITOR, filed.city), (Role.REVIEWER, filed.east)):
        officer = filed.officer(role, union)
        with acting(officer):
            for wanted in here:
                plain = list(plainly(officer, wanted))
                assert leafed(officer, wanted, 2) == plain, wanted
                assert count_files(officer, DAY, wanted) == len(plain), wanted
                page, total, _persons = counted_file_page(officer, DAY, wanted)
                assert (len(page.rows), total, total.more) == (len(plain), len(plain), False)


def test_what_the_tallies_say_is_what_is_there(filed: World):
    """Of every list that they know, also of a union and of one that isn't there."""
    filed.file(area=EAST, system="教育", opened=TOMORROW)
    redecide(on=DAY, by=operator())
    here = [*ASKED, *(FileFilters(union_id=each, on_day=True) for each in (filed.east.pk, 0))]
    here += [FileFilters(union_id=each) for each in (filed.east.pk, filed.west.pk)]
    months = [f"{EARLIER:%Y-%m}", f"{DAY:%Y-%m}"]  # of the day's own month no tally knows the end
    here += [FileFilters(opened=each, union_id=filed.west.pk) for each in months]
    here += [FileFilters(union_id=filed.west.pk, hardship_class=HardshipClass.UNRESOLVED)]
    known = 0
    for role, union in (
        (Role.AUDITOR, filed.city),
        (Role.REVIEWER, filed.east),
        (Role.FILER, filed.education),
    ):
        officer = filed.officer(role, union)
        with acting(officer):
            for wanted in here:
                tally = tally_of(wanted, DAY)
                if tally is None:
                    continue
                total = exact_total(officer, DAY, wanted, tally)
                files = file_page(officer, DAY, wanted).rows
                known += 1
                assert total.households == len(files), wanted
                persons = [each.persons for each in files]
                counted = None not in persons and not wanted.opened
                assert total.persons == (sum(persons) if counted else None), wanted
    assert known >= 20


def test_each_way_of_narrowing_leaves_some_and_not_all(filed: World):
    """Else the test above would compare nothing with nothing."""
    officer = filed.officer(Role.AUDITOR, filed.city)
    with acting(officer):
        every = len(list(plainly(officer, FileFilters())))
        left = {wanted: len(list(plainly(officer, wanted))) for wanted in ASKED}
    assert all(left.values())
    assert sum(count < every for count in left.values()) >= 12
