"""Small inputs from public reports of trouble: each ends as its table says (tests/data/reports)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bangfu.documents.typesetting import typeset
from bangfu.eligibility.queries.explaining import assess_one, find_file
from bangfu.intake.commands.import_register import import_register
from bangfu.intake.models import ImportBatch
from bangfu.organisations.queries import today
from bangfu.registry.queries.as_of import as_of
from bangfu.registry.queries.households import HouseholdFilter, households
from bangfu.registry.queries.identities import files_of_number
from bangfu.scope.actors import acting, operator

REPORTS = Path(__file__).parents[2] / "data" / "reports"
DAY = date(2010, 10, 31)
NOTICE = {
    "title": "名单", "headline": ["名单"], "addressee": "", "paragraphs": [], "signature": "高州市总工会",
    "day": "2010 年 10 月 31 日", "list_title": "名单", "list_note": "", "numeric": [],
}  # fmt: skip


def take_in(name: str | Path):
    path = REPORTS / name
    files = [(path.name, path.read_bytes())]
    return import_register(files=files, as_of=DAY, on=today(), by=operator())


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
    merged = [line.row_number for line in report.lines if "取合并单元格的值" in line.reason]
    assert merged == [3, 4]
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
        4: "住房类型：不在代码表，不采用（表中写的是“自购房”）",
        5: "建筑面积：面积不可读，不采用（表中写的是“20（不含）至50（含）”）",
    }
    doubtful = "银行卡号：校验位不符，照录，请对照原件"
    assert told(take_in("accounts-without-check-digit.xlsx")) == {2: doubtful, 3: doubtful}


def unread(report) -> list[str]:
    """Heads that led to no field of the form."""
    with acting(operator()):
        columns = ImportBatch.objects.get(pk=report.batch_id).outline["columns"]
    return [head for table in columns for head in table["unread"]]


def held(number: int):
    with acting(operator()):
        return as_of(find_file(f"44098120100{number}", operator()), DAY)


def test_every_head_of_the_federations_own_form_is_read_into_its_field(demo_database):
    assert unread(take_in("federation-columns.xlsx")) == []
    worker, (daughter,) = held(95006).facts, held(95006).members
    assert (worker.phone, worker.area_code, worker.employer_condition, worker.own_system) == (
        "10012349001", "440981", "困难", "工业",
    )  # fmt: skip
    assert (worker.work_since, worker.single_parent, worker.jobless_household) == (
        date(1990, 7, 1), False, False,
    )  # fmt: skip
    assert (worker.other_income_fen, worker.bank) == (0, "中国农业银行高州市支行")
    facts = daughter.facts
    assert (facts.relation, facts.kind, facts.income_fen, facts.school_stage) == (
        "女儿", "无业", 0, "高中",
    )  # fmt: skip
    assert (facts.school_entry_year, facts.school_years, facts.workplace) == (2009, 3, "高州二中")


def test_a_schooling_that_is_no_stage_is_left_out_and_told(demo_database, tmp_path):
    report = take_in(
        changed(tmp_path, "federation-columns.xlsx", "家庭成员", {"当前学历": "初中毕业"})
    )
    assert report.rejected == 0
    (line,) = [line for line in report.lines if line.sheet == "家庭成员" and line.key]
    assert line.reason == "学段：不在代码表，不采用（表中写的是“初中毕业”）"


def test_marks_beside_a_head_are_no_part_of_it(demo_database):
    assert unread(take_in("header-marks.xlsx")) == []
    facts = held(95007).facts
    assert (facts.name, facts.sex, facts.health, facts.birth_date) == (
        "谭玉梅", "女", "良好", date(1968, 3, 12),
    )  # fmt: skip


def test_characters_of_old_systems_are_told_found_and_printed(demo_database):
    assert told(take_in("names-code-points.xlsx")) == {
        2: "姓名：换为标准汉字→龚䶮",
        3: "姓名：换为标准汉字→高玉山",
        4: "姓名：间隔号统一为·→阿不力孜·买买提",
        5: "姓名：间隔号统一为·→阿不力孜·依明",
    }
    with acting(operator()):
        for text, numbers in (
            ("龚䶮", [95015]),
            ("高玉山", [95016]),
            *((f"阿不力孜{dot}依明", [95018]) for dot in ("·", "•", ".", "．", "")),
            ("阿不力孜", [95017, 95018]),
        ):
            files = [one.file_no for one in households(operator(), HouseholdFilter(text=text))]
            assert [each[-5:] for each in files] == [str(number) for number in numbers], text
    rows = [[str(number), held(number).facts.name] for number in range(95015, 95019)]
    paper = typeset(
        "notice", {**NOTICE, "columns": ["编号", "姓名"], "widths": [1, 1], "rows": rows}
    )
    assert paper.startswith(b"%PDF-")


def test_a_month_of_birth_gets_its_day_from_the_number_and_another_month_goes_back(
    demo_database, tmp_path
):
    report = take_in("birth-year-and-month.xlsx")
    assert {reason.split("→")[-1] for reason in told(report).values()} == {"1968-03-12"}
    assert all("日按身份证号" in reason for reason in told(report).values())
    assert held(95020).facts.birth_date == date(1968, 3, 12)
    report = take_in(
        changed(tmp_path, "birth-year-and-month.xlsx", "职工档案", {"出生年月": "1968.04"})
    )
    back = [
        (line.row_number, line.field, line.reason)
        for line in report.lines
        if line.verdict == "reject"
    ]
    assert back == [(2, "出生日期", "与身份证号中的出生日期不一致")]


def test_who_shares_a_person_or_a_card_is_told_at_both_files(demo_database):
    for name, sheets, words in (
        ("couple-two-files.xlsx", ("职工档案", "家庭成员"), "此人也在档案"),
        ("one-card-two-households.xlsx", ("职工档案",), "银行卡号与档案"),
    ):
        report = take_in(name)
        assert report.rejected == 0
        lines = [(line.sheet, line.row_number) for line in report.lines if words in line.reason]
        assert lines == [(sheet, number) for sheet in sheets for number in (2, 3)]


def changed(folder: Path, name: str, sheet: str, values: dict[str, str]) -> Path:
    """The same input with other values in the first row of a sheet."""
    book = load_workbook(REPORTS / name)
    page = book[sheet]
    heads = [str(cell.value).strip("*") for cell in page[1]]
    for head, value in values.items():
        page.cell(row=2, column=heads.index(head) + 1, value=value)
    book.save(folder / name)
    return folder / name
