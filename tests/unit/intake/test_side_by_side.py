"""A worker and a member on one line: households with members, however the worker's cells are repeated."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sheet_cases import REPORTING_DAY, a_member, a_worker, book, cell, identity_number

from bangfu.documents.spreadsheets.cells import Sheet, Span
from bangfu.intake.rules import JudgedRegister, Verdict, judge_register
from bangfu.registry.rules.form import FormKind

WORKER_HEADS = [
    "档案编号",
    "户主姓名",
    "户主身份证号",
    "所属工会",
    "家庭人口",
    "本人月收入",
    "医疗支出",
    "建档日期",
]
MEMBER_HEADS = ["成员姓名", "与户主关系", "成员性别", "成员身份证号", "成员月收入"]
HEADS = [*WORKER_HEADS, *MEMBER_HEADS]
FILE, OTHER = a_worker()["档案编号"], "130502202500002"


def the_worker(**more: object) -> list[object]:
    said = a_worker(家庭人口="3", **more)
    own = {
        "户主姓名": said["姓名"],
        "户主身份证号": said["身份证号"],
        "本人月收入": 1200,
        "医疗支出": 2600,
    }
    return [{**said, **own}[head] for head in WORKER_HEADS]


def single(**more: object) -> list[object]:
    return the_worker(
        档案编号=OTHER, 姓名="赵一", 身份证号=identity_number(order=5), 性别="", **more
    )


def the_members() -> list[list[object]]:
    daughter, son = a_member(), a_member(姓名="余强", 身份证号=identity_number("20130626", 3))
    return [
        [daughter["姓名"], "女儿", "女", daughter["身份证号"], 0],
        [son["姓名"], "儿子", "", son["身份证号"], 300],
    ]


def blank(row: list[object], *kept: str) -> list[object]:
    return [value if head in kept else "" for head, value in zip(WORKER_HEADS, row, strict=True)]


def sheet_of(lines: list[list[object]], heads: list[str] = HEADS, name: str = "台账") -> Sheet:
    rows = [["困难职工家庭情况表"], heads, *lines]
    return Sheet(name, tuple(tuple(map(cell, line)) for line in rows))


def judged(*sheets: Sheet) -> JudgedRegister:
    return judge_register([book(*sheets, typed=True)], reporting_day=REPORTING_DAY)


def households(register: JudgedRegister) -> dict[str, list[tuple[object, object]]]:
    read = {w.file_no: [(w.values["name"], w.values["own_income_fen"])] for w in register.workers}
    for member in register.members:
        read[member.file_no].append((member.values["name"], member.values["income_fen"]))
    return read


READ = [("余秀莲", 120_000), ("余霞", 0), ("余强", 30_000)]


@pytest.mark.parametrize(
    "later",
    [the_worker(), blank(the_worker()), blank(the_worker(), "档案编号", "户主姓名")],
    ids=["repeated", "on the first line alone", "number and name repeated"],
)
def test_each_line_brings_one_member_and_the_worker_comes_once(later):
    daughter, son = the_members()
    register = judged(
        sheet_of([the_worker() + daughter, later + son, single() + [""] * len(MEMBER_HEADS)])
    )
    assert [row.problems for row in register.rows if row.problems] == []
    assert households(register) == {FILE: READ, OTHER: [("赵一", 120_000)]}
    assert register.workers[0].values["medical_fen"] == 260_000
    assert register.workers[0].unlisted_members == 0
    assert [(each.form, each.unread) for each in register.tables] == [
        (FormKind.WORKER, ()), (FormKind.MEMBER, ()),
    ]  # fmt: skip


def test_merged_cells_of_the_worker_hold_for_all_lines():
    daughter, son = the_members()
    lines = [the_worker() + daughter, blank(the_worker()) + son]
    merged = tuple(Span(2, place, 3, place) for place in range(len(WORKER_HEADS)))
    assert households(judged(replace(sheet_of(lines), merged=merged))) == {FILE: READ}


@pytest.mark.parametrize(
    "merged", [True, False], ids=["merged heads", "a file without merged cells"]
)
def test_heads_over_several_columns_say_whose_they_are(merged):
    """户主 over 姓名, 身份证号 …, 家庭成员 over the same words once more."""
    bare = [
        "档案编号",
        "姓名",
        "身份证号",
        "所属工会",
        "家庭人口",
        "月收入",
        "医疗支出",
        "建档日期",
    ]
    lower = [*bare, "姓名", "关系", "性别", "身份证号", "月收入"]
    upper = ["", "户主情况", *[""] * 6, "家庭成员情况", *[""] * 4]
    lines = [the_worker() + the_members()[0], the_worker() + the_members()[1]]
    rows = [["困难职工家庭成员情况表"], upper, lower, *lines]
    sheet = Sheet("台账", tuple(tuple(map(cell, line)) for line in rows))
    if merged:
        sheet = replace(sheet, merged=(Span(0, 0, 0, 12), Span(1, 1, 1, 7), Span(1, 8, 1, 12)))
    assert households(judged(sheet)) == {FILE: READ}


def test_the_same_heads_twice_go_by_the_columns_that_they_stand_among():
    heads = [
        "档案编号", "户主姓名", "身份证号", "所属工会", "家庭人口", "月收入", "医疗支出", "建档日期",
        "成员姓名", "关系", "性别", "身份证号", "月收入",
    ]  # fmt: skip
    lines = [the_worker() + one for one in the_members()]
    assert households(judged(sheet_of(lines, heads))) == {FILE: READ}


def test_every_sheet_is_read_so_and_a_household_may_go_on_in_the_next():
    daughter, son = the_members()
    nobody = [""] * len(MEMBER_HEADS)
    register = judged(
        sheet_of([the_worker() + daughter, single() + nobody], name="一车间"),
        sheet_of([blank(the_worker(), "档案编号") + son], name="二车间"),
    )
    assert households(register) == {FILE: READ, OTHER: [("赵一", 120_000)]}


def test_the_worker_listed_beside_himself_and_lines_of_nobody_are_passed_over_and_told():
    himself = [the_worker()[1], "本人", "", the_worker()[2], 1200]
    nobody = ["无", *[""] * 4]
    lines = [the_worker() + himself, *[the_worker() + one for one in (*the_members(), nobody)]]
    register = judged(sheet_of(lines))
    assert households(register) == {FILE: READ}
    told = [(row.number, row.reason) for row in register.rows if row.verdict is Verdict.SKIP]
    assert told == [(1, "标题行"), (3, "职工本人，按同一行的职工登记"), (6, "与上面的职工相同")]


def test_a_worker_said_otherwise_on_a_later_line_is_told_and_the_member_stays():
    daughter, son = the_members()
    register = judged(sheet_of([the_worker() + daughter, the_worker(所属工会="别的工会") + son]))
    assert [
        (row.number, each.field, each.code) for row in register.rows for each in row.problems
    ] == [(4, "档案编号", "file-no-repeated")]
    assert households(register) == {FILE: READ}


def test_what_goes_back_leaves_as_two_tables_of_the_form():
    lines = [the_worker(身份证号="1") + one for one in the_members()]
    register = judged(sheet_of(lines))
    heads = {each.ref.sheet: each for each in register.heads}
    assert heads["台账"].words[:3] == ("档案编号", "户主姓名", "户主身份证号")
    assert heads["台账（同行成员）"].words == (
        "档案编号",
        *MEMBER_HEADS,
    )
    back = {
        (row.ref.sheet, row.number): [one.value for one in row.cells][:2] for row in register.back
    }
    assert back == {
        ("台账", 3): [FILE, "余秀莲"],
        ("台账（同行成员）", 3): [FILE, "余霞"],
        ("台账（同行成员）", 4): [FILE, "余强"],
    }


def test_a_list_of_members_that_names_its_worker_stays_one():
    heads = ["档案编号", "户主姓名", "户主身份证号", *MEMBER_HEADS]
    line = [FILE, "余秀莲", identity_number(), *the_members()[0]]
    register = judge_register(
        [book(sheet_of([line], heads, "成员"), sheet_of([the_worker()], WORKER_HEADS))],
        reporting_day=REPORTING_DAY,
    )
    assert households(register) == {FILE: READ[:2]}
