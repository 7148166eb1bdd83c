"""The whole register decided on the facts, standards and rules of a day."""

import io
from datetime import date, datetime, timedelta
from itertools import pairwise

import polars as pl
import pytest

from bangfu.audit.models import Entry
from bangfu.eligibility.commands.read_explanation import read_explanation
from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.commands.write_assessment import COLUMNS, assess_to_csv
from bangfu.eligibility.errors import ImpossibleFact, NoSuchFile, NoSuchUnion, NotYetOnFile
from bangfu.eligibility.models import FOR_GOOD
from bangfu.eligibility.queries import assess_one, determinations
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers.registers import CITY, DAY, EAST, OPENED, PROVINCE, WEST
from makers.unions import make_union

from .one_day import assess


def row_of(file_no: str, day: date = DAY, known_at: datetime | None = None) -> dict[str, object]:
    with acting(operator()):
        rows = assess(day, known_at=known_at).filter(pl.col("file_no") == file_no)
    return rows.row(0, named=True)


def class_of(file_no: str, day: date = DAY, known_at: datetime | None = None) -> str:
    return str(row_of(file_no, day, known_at)["class"])


def test_a_standard_that_changes_overnight_changes_the_class(world):
    world.adopt()
    world.standard(EAST, 200)
    world.standard(EAST, 300, date(2010, 10, 31))
    world.file("A", income=250, opened=date(2010, 1, 1), medical_fen=600_00)
    assert class_of("A", date(2010, 10, 30)) == "低保边缘户"
    assert class_of("A", date(2010, 10, 31)) == "低保户"


def test_each_county_has_its_own_standard(world):
    world.adopt()
    world.standard(EAST, 200)
    world.standard(WEST, 300)
    world.file("A", income=250, area=EAST)
    world.file("B", income=250, area=WEST)
    assert (class_of("A"), class_of("B")) == ("不符合", "低保户")
    assert (row_of("A")["standard_fen"], row_of("B")["standard_fen"]) == (20_000, 30_000)


@pytest.mark.parametrize("place", [CITY, PROVINCE])
def test_a_county_without_its_own_takes_the_citys_then_the_provinces(world, place):
    world.adopt(place=place)
    world.standard(place, 300)
    world.standard(WEST, 999)
    world.file("A", income=250, area=EAST)
    assert (class_of("A"), row_of("A")["standard_fen"]) == ("低保户", 30_000)


def test_a_place_with_its_own_rules_is_judged_by_them(world):
    world.standard(CITY, 300)
    world.adopt("2016", CITY)
    world.adopt("2021", WEST)
    world.file("A", income=250, area=EAST)
    world.file("B", income=250, area=WEST)
    assert (class_of("A"), class_of("B")) == ("低保户", "深度困难")
    assert (row_of("A")["rule_set"], row_of("B")["rule_set"]) == ("2016", "2021")


def test_it_is_the_files_own_area_that_counts_not_its_unions(world):
    world.adopt()
    world.standard(EAST, 200)
    world.standard(WEST, 300)
    world.file("A", world.east, income=250, area=WEST)
    assert row_of("A")["standard_fen"] == 30_000


def test_national_means_are_never_in_force(world):
    world.standard("000000", 500)
    world.file("A", income=100)
    assert row_of("A")["missing"] == ["城市低保标准", "认定规则"]


def test_without_a_standard_or_rules_the_run_goes_on_and_says_so(world):
    world.adopt(place=EAST)
    world.standard(WEST, 300)
    world.file("A", area=EAST)
    world.file("B", area=WEST)
    world.file("C", area="")
    assert row_of("A")["missing"] == ["城市低保标准"]
    assert row_of("B")["missing"] == ["认定规则"]
    assert row_of("C")["missing"] == ["城市低保标准", "认定规则"]
    assert {class_of(file_no) for file_no in "ABC"} == {"待核实"}


def test_an_exclusion_decides_whatever_else_is_missing(world):
    world.file("A", income=None, members=(None,), homes=2)
    row = row_of("A")
    assert (row["class"], row["excluded"], row["missing"]) == ("不符合", ["住房套数"], [])
    assert row["income_fen"] is None


def test_missing_incomes_are_named_by_their_row_in_the_file(world):
    world.adopt()
    world.standard(CITY, 300)
    world.file("A", income=None, members=(0, None), vehicle=None)
    assert row_of("A")["missing"] == ["本人月平均收入", "成员2月收入", "机动车"]


def test_two_members_of_one_row_are_told_apart(world):
    """One who is absent from the newest list keeps the row in which another stands by now."""
    world.adopt()
    world.standard(CITY, 300)
    household = world.file("A", members=(0,), size=3)
    world.member(household, 1, None, date(2010, 6, 1))
    with acting(operator()):
        assert row_of("A")["missing"] == ["成员2月收入"]
        assert row_of("A")["persons"] == 3


def test_a_correction_recorded_later_changes_the_past_as_known_now_not_as_known_then(world):
    world.adopt()
    world.standard(CITY, 300)
    household = world.file("A", income=250)
    with acting(operator()):
        before = household.facts.get().recorded_at
    world.change(household, date(2010, 6, 1), own_income_fen=90_000)
    assert class_of("A") == "不符合"
    assert class_of("A", date(2010, 5, 31)) == "低保户"
    assert class_of("A", known_at=before) == "低保户"


def test_replay_knows_what_was_known_when_all_of_it_was(world):
    world.adopt()
    world.standard(CITY, 300)
    household = world.file("A", income=250)
    with acting(operator()):
        known = household.facts.get().recorded_at
    world.change(household, date(2010, 6, 1), own_income_fen=90_000)
    with acting(operator()):
        then, now = assess_one(household, DAY, known), assess_one(household, DAY)
    assert (then.result.category, now.result.category) == ("低保户", "不符合")
    assert then.facts_id < now.facts_id


def test_a_household_is_not_in_the_register_before_it_was_opened(world):
    world.adopt()
    world.standard(CITY, 300)
    household = world.file("A", opened=date(2010, 10, 31))
    world.file("B", opened=date(2010, 10, 30))
    with acting(operator()):
        assert assess(date(2010, 10, 30))["file_no"].to_list() == ["B"]
        assert assess(date(2010, 10, 31))["file_no"].to_list() == ["A", "B"]
        with pytest.raises(NotYetOnFile):
            assess_one(household, date(2010, 10, 30))


def test_each_household_is_stored_once_from_the_day_it_came_in_and_again_does_nothing(world):
    world.adopt()
    world.standard(CITY, 300)
    world.file("A", members=(100, 200))
    world.file("B", opened=date(2010, 11, 1))
    assert redecide(on=DAY, by=operator()) == 2
    assert redecide(on=DAY, by=operator()) == 0
    with acting(operator()):
        stored = determinations(DAY, operator()).get()
        assert determinations(OPENED - timedelta(1), operator()).count() == 0
        assert determinations(date(2010, 11, 1), operator()).count() == 2
    assert (stored.file_no, stored.hardship_class) == ("A", "低保户")
    assert (stored.persons, stored.size, stored.income_fen) == (3, 3, 4_800_00)
    assert (stored.holds_from, stored.holds_until) == (OPENED, FOR_GOOD)


def test_progress_is_told_and_the_log_has_it_once(world):
    world.file("A")
    told: list[tuple[int, int]] = []
    redecide(on=DAY, by=operator(), progress=lambda done, total: told.append((done, total)))
    redecide(on=DAY, by=operator())
    assert told == [(1, 1)]
    assert Entry.objects.get(action="eligibility.assess").detail == {"households": 1}


def test_the_register_is_decided_by_the_machine_alone(world):
    with pytest.raises(NotPermitted):
        redecide(on=DAY, by=world.officer(Role.REVIEWER, world.city))


def test_an_impossible_amount_names_its_file(world):
    world.adopt()
    world.standard(CITY, 300)
    world.file("A")
    world.file("B", medical_fen=10**12)
    with pytest.raises(ImpossibleFact, match="档案 B 的“医疗支出”"):
        redecide(on=DAY, by=operator())


def test_the_industry_reviewer_reaches_exactly_its_system_in_the_citys_territory(world):
    elsewhere = make_union("X", "外市总工会", kind="市总工会", area="448800")
    world.file("east-school", world.east, system="教育")
    world.file("west-works", world.west, system="工业")
    world.file("own", world.education, system="")
    world.file("far-school", elsewhere, system="教育", area="448800")
    with acting(world.officer(Role.REVIEWER, world.education)):
        assert assess(DAY)["file_no"].to_list() == ["east-school", "own"]


def written(union: str | None = None, day: date = DAY) -> list[list[str]]:
    out = io.BytesIO()
    assess_to_csv(day=day, union_code=union, out=out, on=DAY, by=operator())
    return [line.split(",") for line in out.getvalue().decode("utf-8").splitlines()]


def test_the_table_is_by_file_number_and_blank_where_nothing_can_be_worked_out(world):
    world.adopt()
    world.standard(EAST, 300)
    world.file("B", income=None, members=(None,), area=WEST)
    world.file("A", income=250, medical_fen=1_200_00)
    world.file("C", homes=3, vehicle=True)
    header, *lines = written()
    assert header == list(COLUMNS)
    assert lines == [
        ["A", "低保户", "", "", "300000", "120000", "1", "30000", "2016"],
        ["B", "待核实", "本人月平均收入、成员1月收入、城市低保标准", "", "", "0", "2", "", "2016"],
        ["C", "不符合", "", "住房套数、机动车", "120000", "0", "1", "30000", "2016"],
    ]


def test_a_unions_table_holds_its_subtree_as_filed_that_day(world):
    below = world.file("E", world.east)
    world.file("W", world.west)
    world.change(below, date(2010, 10, 1), union=world.west)
    assert [line[0] for line in written("C")[1:]] == ["E", "W"]
    assert [line[0] for line in written("W")[1:]] == ["E", "W"]
    assert [line[0] for line in written("W", date(2010, 9, 30))[1:]] == ["W"]
    with pytest.raises(NoSuchUnion, match="nowhere"):
        written("nowhere")


def test_the_explanation_reads_as_lines_and_unknown_files_are_named(world):
    world.adopt()
    world.standard(EAST, 300)
    world.file("A", income=250)
    text = read_explanation(file_no="A", day=DAY, by=operator())
    assert text.splitlines()[0] == "档案 A：低保户"
    assert "人均月收入 250.00 元，低于城市低保标准 300.00 元" in text
    with pytest.raises(NoSuchFile, match="B"):
        read_explanation(file_no="B", day=DAY, by=operator())


def test_the_demos_register_comes_out_as_published(demo_database):
    out = io.BytesIO()
    assert assess_to_csv(day=DAY, union_code=None, out=out, on=DAY, by=operator()) == 11132
    table = pl.read_csv(out.getvalue(), schema_overrides={"file_no": pl.String})
    counted = dict(table.group_by("class").len().iter_rows())
    assert counted == {
        "低保户": 6247,
        "低保边缘户": 3728,
        "意外致困户": 486,
        "不符合": 344 + 108,
        "待核实": 219,
    }
    assert table.filter(pl.col("excluded").is_not_null()).height == 108
    assert table.filter(pl.col("missing").is_not_null()).height == 219
    numbers = table["file_no"].to_list()
    assert all(before < after for before, after in pairwise(numbers))
