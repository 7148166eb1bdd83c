"""Measures say what plain SQL counts, whatever they are parted by, and pages and commands say the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from bangfu.eligibility.commands.redecide import redecide
from bangfu.reporting.errors import NoSuchMeasure, NotCountedBy, NotCountedTogether
from bangfu.reporting.figures import Grouping, figures, with_aid
from bangfu.reporting.measures import arrived, catalogue, causes, opened, registered
from bangfu.reporting.measures.catalogue import count, measure, measures, total
from bangfu.reporting.measures.declared import Asked, Dimension
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from makers import payees, rounds
from makers.registers import CITY, DAY, EAST, WEST

from .conftest import signed_in

OF_REGISTER = (registered.HOUSEHOLDS, registered.PERSONS, registered.STALE, registered.UNDECIDED)
LINES = (Dimension.AREA, Dimension.SYSTEM, Dimension.UNION)
#: The same by hand: of every household that is on file, what is determined of it that day.
BY_HAND = """
select coalesce(d.{area}, h.{filed}, ''), coalesce(d.hardship_class, '待核实'), count(*),
  sum(coalesce(d.persons, 1)), count(*) filter (where w.household_id is not null),
  count(*) filter (where d.id is null)
from registry_household h
left join eligibility_determination d on d.household_id = h.id
  and d.holds_from <= %(day)s and d.holds_until > %(day)s
left join (select distinct household_id from eligibility_waiting
           where from_day <= %(day)s and until_day > %(day)s) w on w.household_id = h.id
where h.opened_on <= %(day)s and (d.id is not null or w.household_id is not null)
group by 1, 2
"""


@pytest.fixture
def filed(world):
    """Six files in three places, two systems and none; one waits to be decided anew, one for the first time."""
    world.file("A", world.city, income=250, area=CITY, system="教育", members=(0, 0))
    world.file("B", world.city, income=900, area=CITY)
    at_east = world.file("C", world.east, income=250, area=EAST, system="工业")
    world.file("D", world.west, income=None, area=WEST, system="教育")
    world.file("E", world.east, income=250, area=EAST, members=(0,))
    redecide(on=DAY, by=operator())
    world.change(at_east, DAY, own_income_fen=1)
    world.file("N", world.west, area=WEST)
    return world


def by_hand(area: str, filed: str) -> dict[tuple[str, str], tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND.format(area=area, filed=filed), {"day": DAY})
        return {(line, its): tuple(map(int, n)) for line, its, *n in cursor.fetchall()}


def counted(*by: Dimension, **within: str) -> dict[tuple[str, ...], tuple[int, ...]]:
    asked = Asked(DAY, by, {Dimension[name.upper()]: code for name, code in within.items()})
    cells = count(OF_REGISTER, asked, operator())
    return {tuple(key.code for key in cell.keys): cell.numbers for cell in cells}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "area", "file"),
    [(Dimension.AREA, "area_code", "area_code"), (Dimension.SYSTEM, "own_system", "system")],
)
def test_the_register_by_line_and_class_is_what_sql_counts(filed, line, area, file):
    with acting(operator()):
        expected = by_hand(area, file)
        assert counted(line, Dimension.CLASS) == expected
        assert sum(numbers[3] for numbers in expected.values()) == 1
        assert sum(numbers[2] for numbers in expected.values()) == 2


@pytest.mark.django_db
def test_however_it_is_parted_the_register_adds_up(filed):
    with acting(operator()):
        whole = counted()[()]
        for line in LINES:
            for by in ((line,), (line, Dimension.CLASS), (Dimension.CLASS, line)):
                parts = counted(*by).values()
                assert tuple(map(sum, zip(*parts, strict=True))) == whole
        assert whole == (6, 9, 2, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("line", [Dimension.AREA, Dimension.SYSTEM])
def test_what_lies_within_a_value_is_the_cell_of_that_value(filed, line):
    with acting(operator()):
        for (code, its), numbers in counted(line, Dimension.CLASS).items():
            within = {line.name.lower(): code, "class": its}
            assert counted(**within) == {(): numbers}
            parts = counted(Dimension.UNION, **within).values()
            assert tuple(map(sum, zip(*parts, strict=True))) == numbers
        for (union,), numbers in counted(Dimension.UNION).items():
            assert counted(union=union) == {(): numbers}
        assert counted(union="nobody's") == {(): (0, 0, 0, 0)}


@pytest.mark.django_db
def test_an_officer_counts_the_own_jurisdiction(filed):
    by = filed.officer(Role.AUDITOR, filed.east)
    with acting(by):
        (cell,) = count(OF_REGISTER, Asked(DAY), by)
        assert cell.numbers == (2, 3, 1, 0)
        assert total(opened.FILES, Asked(DAY), by) == 2


@pytest.mark.django_db
def test_causes_and_months_are_what_sql_counts(filed):
    by = operator()
    with acting(by), connection.cursor() as cursor:
        cursor.execute(
            "select main_cause, count(*) from eligibility_determination"
            " where holds_from <= %s and holds_until > %s group by 1",
            [DAY, DAY],
        )
        expected = dict(cursor.fetchall())
        cells = count([causes.HOUSEHOLDS], Asked(DAY, (Dimension.CAUSE,)), by)
        assert {cell.keys[0].code: cell.numbers[0] for cell in cells} == expected
        cursor.execute(
            "select to_char(opened_on, 'YYYY-MM'), count(*) from registry_household"
            " where opened_on <= %s group by 1",
            [DAY],
        )
        expected = dict(cursor.fetchall())
        cells = count([opened.FILES], Asked(DAY, (Dimension.MONTH,)), by)
        assert {cell.keys[0].code: cell.numbers[0] for cell in cells} == expected
        month = next(iter(expected))
        assert (
            total(opened.FILES, Asked(DAY, within={Dimension.MONTH: month}), by) == expected[month]
        )


@pytest.mark.django_db
def test_what_arrived_is_what_sql_counts_and_what_the_table_shows():
    world = payees.make_world()
    payees.families(world, 3)
    payees.families(world, 2, start=10, union="huazhou")
    rounds.answered(world, rounds.released(world), return_every=4)
    by = world["auditor"]
    measured = (arrived.FEN, arrived.HOUSEHOLDS, arrived.PAYMENTS)
    with acting(by):
        with connection.cursor() as cursor:
            cursor.execute(
                "select sum(amount_fen)::bigint, count(distinct household_id), count(*)"
                " from rounds_payment where state = 'paid'"
            )
            expected = cursor.fetchone()
        (whole,) = count(measured, Asked(payees.TODAY), by)
        assert whole.numbers == expected == (800_000, 4, 4)
        for line in LINES:
            cells = count(measured, Asked(payees.TODAY, (line,)), by)
            sums = tuple(map(sum, zip(*(cell.numbers for cell in cells), strict=True)))
            assert sums == expected
            for cell in cells:
                asked = Asked(payees.TODAY, within={line: cell.keys[0].code})
                assert count(measured, asked, by)[0].numbers == cell.numbers
        shown = with_aid(figures(payees.TODAY, Grouping.AREA, by), by).total
        assert (shown.aid_fen, shown.aid_households) == expected[:2]
        assert total(arrived.FEN, Asked(date(2009, 12, 31)), by) == 0


@pytest.mark.django_db
def test_what_is_not_counted_so_is_refused_in_words(world):
    by = operator()
    with acting(by):
        with pytest.raises(NotCountedBy, match="“建档户数”不能按类别分列，可以按：建档月份"):
            count([opened.FILES], Asked(DAY, (Dimension.CLASS,)), by)
        with pytest.raises(NotCountedBy, match="“本年追回金额”只有一个总数"):
            count([measure("recovered.fen")], Asked(DAY, (Dimension.AREA,)), by)
        for asked in (
            Asked(DAY, (Dimension.AREA, Dimension.SYSTEM)),
            Asked(DAY, (Dimension.UNION,), {Dimension.AREA: EAST, Dimension.SYSTEM: "教育"}),
            Asked(DAY, (Dimension.AREA, Dimension.UNION)),
        ):
            with pytest.raises(NotCountedTogether, match="不能同时按"):
                count(OF_REGISTER, asked, by)
        with pytest.raises(NoSuchMeasure, match=r"没有“no\.such”这个统计指标"):
            measure("no.such")


def test_each_measure_has_a_name_a_meaning_and_a_source_of_its_own():
    every = list(measures().values())
    assert len(every) == sum(len(each.measures) for each in catalogue.countings()) >= 13
    for words in ("code", "title", "meaning"):
        assert len({getattr(each, words) for each in every}) == len(every)
    assert all(each.source and each.unit.label for each in every)


@pytest.fixture
def pages(settings):
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.mark.django_db
def test_the_page_says_what_each_figure_is_and_how_many(filed, pages):
    by = filed.officer(Role.REVIEWER, filed.city)
    response = signed_in(by).get(reverse("measure_list"))
    shown = [*response.context["figures"], *response.context["tasks"]]
    assert [line.measure for line in shown if not line.measure.mine] == [
        each for each in measures().values() if not each.mine
    ]
    numbers = {line.measure.code: line.number for line in shown}
    assert numbers["registered.households"] == 6
    assert numbers["registered.stale"] == 2
    text = response.content.decode()
    assert all(each.meaning in text for each in measures().values())
    earlier = signed_in(by).get(reverse("measure_list"), {"on": "2010-04-30"})
    assert {line.number for line in earlier.context["figures"]} == {0}


MINE = """
from bangfu.kernel.phrases import mark
from bangfu.organisations.models import Union

from .declared import Counting, Measure, Part, Unit

UNIONS = Measure(
    "unions.all", mark("工会数"), Unit.OVERLAPS, mark("管辖范围内的工会。"), "样例"
)


def parts(asked, actor):
    yield Part({}, (Union.objects.count(),))


COUNTING = Counting((UNIONS,), parts)
"""


@pytest.fixture
def added(tmp_path, monkeypatch):
    """A measure more: one file, beside the others, and nothing else."""
    (tmp_path / "unions_counted.py").write_text(MINE)
    package = __import__("bangfu.reporting.measures", fromlist=["measures"])
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    for cached in (catalogue.countings, catalogue.measures):
        cached.cache_clear()
    yield measure("unions.all")
    for cached in (catalogue.countings, catalogue.measures):
        cached.cache_clear()


@pytest.mark.django_db
def test_a_measure_more_is_one_file(filed, added, pages):
    by = filed.officer(Role.REVIEWER, filed.city)
    response = signed_in(by).get(reverse("measure_list"))
    lines = {line.measure.code: line.number for line in response.context["figures"]}
    assert lines["unions.all"] == 4
    assert "管辖范围内的工会。" in response.content.decode()
