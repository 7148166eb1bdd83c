"""Members under their worker in one sheet: read as a person sees it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheet_cases import REPORTING_DAY, a_member, a_worker, book, cell, identity_number

from bangfu.documents.spreadsheets.cells import EMPTY, Sheet, Span
from bangfu.intake.rules import JudgedRegister, judge_register
from bangfu.registry.rules.form import FormKind

HEADS = [
    "序号", "档案编号", "姓名", "与户主关系", "性别", "身份证号", "出生日期", "所属工会", "家庭人口",
    "月收入", "医疗支出", "学段", "建档日期",
]  # fmt: skip
FILE = a_worker()["档案编号"]


def worker_row(**more: object) -> dict[str, object]:
    return a_worker(
        序号="1", 与户主关系="本人", 月收入="1200", 医疗支出="2600", 家庭人口="3", **more
    )


def member_rows() -> list[dict[str, object]]:
    return [
        a_member(序号="1.1", 档案编号="", 与户主关系="女儿", 学段="高中"),
        a_member(
            序号="1.2", 档案编号="", 姓名="余强", 与户主关系="儿子", 性别="男", 月收入="",
            身份证号=identity_number("20130626", 3), 出生日期="2013-06-26",
        ),
    ]  # fmt: skip


def sheet_of(rows: list[dict[str, object]], heads: list[str] = HEADS) -> Sheet:
    lines = [
        ["困难职工家庭情况表"],
        heads,
        *([row.get(head, "") for head in heads] for row in rows),
    ]
    return Sheet("Sheet1", tuple(tuple(map(cell, line)) for line in lines))


def judged(sheet: Sheet) -> JudgedRegister:
    return judge_register([book(sheet)], reporting_day=REPORTING_DAY)


def household(register: JudgedRegister) -> list[tuple[object, ...]]:
    """The worker and the members, each with file number and monthly income."""
    (worker,) = register.workers
    head = (worker.file_no, worker.values["name"], worker.values["own_income_fen"])
    return [
        head,
        *((m.file_no, m.values["name"], m.values["income_fen"]) for m in register.members),
    ]


READ = [(FILE, "余秀莲", 120_000), (FILE, "余霞", 0), (FILE, "余强", None)]


def test_the_rows_below_a_worker_are_the_members():
    register = judged(sheet_of([worker_row(), *member_rows()]))
    assert [row.problems for row in register.rows] == [()] * 5
    assert household(register) == READ
    assert register.workers[0].values["medical_fen"] == 260_000
    assert register.members[0].values["school_stage"] == "高中"
    assert [table.form for table in register.tables] == [FormKind.WORKER, FormKind.MEMBER]
    assert register.tables[0].unread == ()
    told = register.rows[3].changes
    assert (told[0].field, told[0].done) == ("档案编号", "取上面职工的档案编号")


def test_merged_file_numbers_and_numbers_said_again_are_the_same():
    rows = [worker_row(), *member_rows()]
    merged = replace(sheet_of(rows), merged=(Span(2, 1, 4, 1),))
    assert household(judged(merged)) == READ
    again = [{**row, "档案编号": FILE} for row in rows]
    assert household(judged(sheet_of(again))) == READ


@given(st.permutations(HEADS), st.sampled_from(["本人", "户主", ""]))
def test_the_order_of_columns_and_the_word_for_oneself_do_not_matter(heads, oneself):
    rows = [worker_row(), *member_rows()]
    rows[0]["与户主关系"] = oneself
    assert household(judged(sheet_of(rows, list(heads)))) == READ


def test_each_worker_has_the_rows_up_to_the_next():
    second = worker_row(
        档案编号="130502202500002", 姓名="赵一", 身份证号=identity_number(order=5), 银行卡号=""
    )
    other = a_member(
        档案编号="", 姓名="赵二", 与户主关系="女儿", 身份证号=identity_number("20110626", 6)
    )
    blank = dict.fromkeys(HEADS, "")
    register = judged(sheet_of([worker_row(), *member_rows(), blank, second, other]))
    assert [worker.file_no[-1] for worker in register.workers] == ["1", "2"]
    assert [member.file_no[-1] for member in register.members] == ["1", "1", "2"]


def test_members_of_a_worker_who_goes_back_go_with_him_and_can_be_sent_again():
    register = judged(sheet_of([worker_row(身份证号="1"), *member_rows()]))
    assert [member.waiting for member in register.members] == [True, True]
    back = {row.number: row.cells[1].value for row in register.back}
    assert back == {3: FILE, 4: FILE, 5: FILE}


def test_a_member_sent_again_alone_is_a_member_still():
    (row, _) = member_rows()
    register = judged(sheet_of([worker_row(), {**row, "档案编号": "130502202500009"}]))
    assert [(each.field, each.code) for each in register.rows[3].problems] == [
        ("档案编号", "unknown-file")
    ]


def test_rows_numbered_below_another_without_a_relation_are_asked_for_it():
    heads = [head for head in HEADS if head != "与户主关系"]
    register = judged(sheet_of([worker_row(), *member_rows()], heads))
    told = {(each.field, each.code) for row in register.rows for each in row.problems}
    assert told == {("关系", "blank")}
    assert len(register.workers) == 1


@pytest.mark.parametrize("numbers", [["1", "2"], ["1", ""]])
def test_a_sheet_of_workers_alone_stays_one(numbers):
    heads = [head for head in HEADS if head not in ("与户主关系", "学段")]
    second = worker_row(档案编号="130502202500002", 姓名="赵一", 身份证号=identity_number(order=5))
    rows = [worker_row(), second]
    for row, number in zip(rows, numbers, strict=True):
        row["序号"] = number
    register = judged(sheet_of(rows, heads))
    assert len(register.workers) == 2
    assert [table.form for table in register.tables] == [FormKind.WORKER]


def test_an_empty_cell_is_no_relation():
    rows = [worker_row(), *member_rows()]
    sheet = sheet_of(rows)
    lines = [list(line) for line in sheet.rows]
    lines[3][3] = EMPTY
    register = judged(replace(sheet, rows=tuple(map(tuple, lines))))
    assert [(each.field, each.code) for each in register.rows[3].problems] == [("关系", "blank")]
