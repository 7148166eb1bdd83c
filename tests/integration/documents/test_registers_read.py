"""The sample registers against what a careful importer does with each of their rows."""

import csv
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

import bangfu.demo
from bangfu.documents.spreadsheets import read_workbook
from bangfu.intake.rules import JudgedRegister, Verdict, judge_register

DATA = Path(__file__).parents[2] / "data"
DEMO = Path(bangfu.demo.__path__[0]) / "data"
MESSY = ("messy-2025.xlsx", "messy-2025-gb18030.csv", "messy-2025-members-gb18030.csv")
Place = tuple[str, str, int]

# The truth says "same identity number", yet the earlier row's number has a wrong digit in it, so
# that no two numbers in the files are the same. It goes back for the likeness instead.
TOLD_OTHERWISE: Place = ("messy-2025-gb18030.csv", "", 21)


@pytest.fixture(scope="module")
def messy() -> JudgedRegister:
    books = [read_workbook((DATA / name).read_bytes(), name) for name in MESSY]
    return judge_register(books, reporting_day=date(2025, 10, 31))


@pytest.fixture(scope="module")
def truth() -> dict[Place, list[dict[str, str]]]:
    lines = defaultdict(list)
    with (DATA / "messy-2025-truth.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            lines[line["文件"], line["工作表"], int(line["行号"])].append(line)
    return lines


def by_place(register: JudgedRegister) -> dict[Place, object]:
    return {(row.ref.file, row.ref.sheet, row.number): row for row in register.rows}


def test_every_row_gets_the_verdict_of_the_truth(messy, truth):
    mine = {place: row.verdict.value for place, row in by_place(messy).items()}
    assert len(mine) == 3_483
    assert mine == {place: lines[0]["结论"] for place, lines in truth.items()}
    assert messy.table_problems == ()


def test_every_rejected_row_names_the_field_and_the_reason(messy, truth):
    rejected = {
        place: {(line["字段"], line["原因"]) for line in lines}
        for place, lines in truth.items()
        if lines[0]["结论"] == "reject"
    }
    mine = {
        place: {(each.field, each.reason) for each in row.problems}
        for place, row in by_place(messy).items()
        if row.problems
    }
    differing = [place for place in rejected if mine[place] != rejected[place]]
    assert differing == [TOLD_OTHERWISE]
    assert {field for field, _ in mine[TOLD_OTHERWISE]} == {"身份证号"}


def test_every_header_word_is_understood_as_the_truth_does(messy, truth):
    for place, row in by_place(messy).items():
        if row.verdict is Verdict.HEADER:
            assert {each.value for each in row.changes} == set(
                truth[place][0]["规范化"].split("；")
            )
            assert row.notices == ()


def test_every_normalised_value_is_the_value_of_the_truth(messy, truth):
    compared = 0
    for place, row in by_place(messy).items():
        if row.verdict is not Verdict.NORMALISED:
            continue
        said = {}
        for part in truth[place][0]["规范化"].split("；"):
            field, _, rest = part.partition("：")
            said[field] = rest.rpartition("→")[2]
        assert {each.field for each in row.changes} == said.keys(), place
        for each in row.changes:
            masked = "●" in each.value
            assert masked or each.value == said[each.field], (place, each.field)
            compared += not masked
    assert compared > 5_800


def test_a_notice_is_given_wherever_the_truth_has_one(messy, truth):
    """And where a member's row names a file that doesn't exist: its own household is then short
    of a row, which the truth, knowing whose it was, doesn't tell.
    """
    expected = {place for place, lines in truth.items() if lines[0]["提示"]}
    mine = {place: row for place, row in by_place(messy).items() if row.notices}
    assert expected <= mine.keys()
    for place in expected:
        told = [each for each in mine[place].notices if not each.startswith("家庭人口 ")]
        wanted = truth[place][0]["提示"]
        assert wanted in mine[place].notices
        assert wanted.startswith("家庭人口 ") or told == [wanted]
    without_file = sum(row.problems[0].code == "unknown-file" for row in messy.rows if row.problems)
    assert len(mine.keys() - expected) == 12 <= without_file
    assert all(truth[place][0]["2025-10-31类别"] == "" for place in mine.keys() - expected)


def test_no_personal_number_shows_in_what_is_told(messy):
    told = " ".join(
        each.value for row in messy.rows for each in (*row.changes, *row.problems)
        if each.field in ("身份证号", "银行卡号")
    )  # fmt: skip
    runs = "".join(letter if letter.isdigit() else " " for letter in told).split()
    assert max(map(len, runs)) <= 6


def test_households_that_came_in_whole_are_the_ones_with_a_class(messy, truth):
    """The truth gives a class only where nothing was objected to; all of those are whole here but for
    the five that it leaves 待核实 because their size is another.
    """
    classes = {lines[0]["档案编号"]: lines[0]["2025-10-31类别"] for lines in truth.values()}
    classed = {file_no for file_no, given in classes.items() if given not in ("", "待核实")}
    whole = {
        worker.file_no
        for worker in messy.workers
        if not worker.missing_members and not worker.unlisted_members
    }
    assert classed <= whole


def test_the_demo_register_comes_in_without_a_word():
    book = read_workbook((DEMO / "maoming-2010.xlsx").read_bytes(), "maoming-2010.xlsx")
    register = judge_register([book], reporting_day=date(2010, 10, 31))
    assert Counter(row.verdict for row in register.rows)[Verdict.ACCEPT] == 34_592
    assert not [row for row in register.rows if row.verdict is Verdict.REJECT]
    assert register.table_problems == ()
    assert (len(register.workers), len(register.members)) == (11_132, 23_460)
    assert not any(row.changes or row.notices for row in register.rows)
