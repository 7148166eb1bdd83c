"""Small inputs from public reports of trouble: each ends as its table says (tests/data/reports)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bangfu.eligibility.queries.explaining import assess_one, find_file
from bangfu.intake.commands.import_register import import_register
from bangfu.organisations.queries import today
from bangfu.registry.queries.as_of import as_of
from bangfu.registry.queries.identities import files_of_number
from bangfu.scope.actors import acting, operator

REPORTS = Path(__file__).parents[2] / "data" / "reports"
DAY = date(2010, 10, 31)


def take_in(name: str):
    data = (REPORTS / name).read_bytes()
    return import_register(files=[(name, data)], as_of=DAY, on=today(), by=operator())


def decided(number: int):
    """The file whose number ends so."""
    with acting(operator()):
        return assess_one(find_file(f"44098120100{number}", operator()), DAY).result


def told(report) -> dict[int, str]:
    """What each accepted worker row is told."""
    lines = [line for line in report.lines if line.sheet == "职工档案" and line.key]
    return {line.row_number: line.reason for line in lines}


def test_a_merged_file_number_holds_for_all_its_members(demo_database):
    """At 1,355 a head nobody is 低保户; with two of three incomes lost it was 105."""
    report = take_in("file-number-merged.xlsx")
    assert report.rejected == 0
    assert (decided(95001).category, decided(95001).size) == ("不符合", 4)


def test_a_header_of_two_rows_brings_all_its_columns(demo_database):
    report = take_in("header-two-rows.xlsx")
    assert (report.rejected, report.counts["households_new"]) == (0, 2)
    for number in (95004, 95005):
        assert decided(number).category == "低保户"
        assert (decided(number).income_fen, decided(number).essential_fen) == (2_400_00, 3_800_00)


@pytest.mark.parametrize(
    ("name", "households"),
    [
        ("federation-columns.xlsx", 1),
        ("header-marks.xlsx", 1),
        ("printed-values.xlsx", 4),
        ("accounts-without-check-digit.xlsx", 2),
        ("birth-year-and-month.xlsx", 3),
        ("names-code-points.xlsx", 4),
        ("one-card-two-households.xlsx", 2),
    ],
)
def test_what_no_rule_needs_sends_nobody_back(demo_database, name, households):
    report = take_in(name)
    assert (report.rejected, report.counts["households_new"]) == (0, households)


def test_papers_beside_the_identity_card_are_taken_and_told(demo_database):
    report = take_in("members-other-papers.xlsx")
    assert report.rejected == 0
    said = {line.row_number: line.reason for line in report.lines if line.sheet == "家庭成员"}
    assert "按外国人永久居留身份证登记" in said[2]
    assert "按港澳居民来往内地通行证登记，请对照原件" in said[3]
    assert decided(95014).category == "低保户"
    with acting(operator()):
        held = as_of(find_file("4409812010095014", operator()), DAY)
        assert [one.identity.paper for one in held.members] == [
            "外国人永久居留身份证", "港澳居民来往内地通行证",
        ]  # fmt: skip
        for number in ("h90000012", "VNM449974010101", "0012", "0101"):
            assert held.household in files_of_number(number, operator())


def test_what_was_left_out_or_doubtful_is_told_in_the_row(demo_database):
    assert told(take_in("printed-values.xlsx")) == {
        2: "主要致困原因：去序号→患重特大疾病；次要致困原因：去序号→子女上学、下岗失业",
        3: "残疾类别：同义词→听力；残疾等级：同义词→1",
        4: "住房类型：不在代码表，不采用",
        5: "建筑面积：面积不可读，不采用",
    }
    doubtful = "银行卡号：校验位不符，照录，请对照原件"
    assert told(take_in("accounts-without-check-digit.xlsx")) == {2: doubtful, 3: doubtful}
