"""Tables as offices make them: several on one sheet, four rows of heads, remarks between the rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sheet_cases import REPORTING_DAY, a_member, a_worker, book, cell, identity_number

from bangfu.documents.spreadsheets.cells import Sheet, Span
from bangfu.intake.rules import JudgedRegister, NoRegister, Verdict, judge_register

WORKER = {**a_worker(), "医疗支出": "100"}
HEADS, ROW = list(WORKER), list(WORKER.values())
OTHER = {
    **WORKER,
    "档案编号": "130502202500002",
    "身份证号": identity_number(order=5),
    "银行卡号": "",
    "本人月平均收入": "300",
    "医疗支出": "5000",
}
MEMBER = a_member()


def sheet_of(*rows: list[object], name: str = "Sheet1", merged: tuple[Span, ...] = ()) -> Sheet:
    return Sheet(name, tuple(tuple(map(cell, row)) for row in rows), merged)


def judged(*sheets: Sheet) -> JudgedRegister:
    return judge_register([book(*sheets, typed=True)], reporting_day=REPORTING_DAY)


def back(register: JudgedRegister) -> list[object]:
    return [*register.table_problems, *(row for row in register.rows if row.problems)]


def skipped(register: JudgedRegister) -> dict[int, str]:
    return {row.number: row.reason for row in register.rows if row.verdict is Verdict.SKIP}


def said(register: JudgedRegister) -> list[tuple[object, object, object]]:
    attrs = ("file_no", "own_income_fen", "medical_fen")
    return [tuple(worker.values[attr] for attr in attrs) for worker in register.workers]


READ = [(WORKER["档案编号"], 120_000, 10_000), (OTHER["档案编号"], 30_000, 500_000)]


@pytest.mark.parametrize("rows_between", [0, 40])
def test_a_second_table_with_two_columns_changed_about_is_read_by_its_own_header(rows_between):
    order = list(HEADS)
    at, to = order.index("本人月平均收入"), order.index("医疗支出")
    order[at], order[to] = order[to], order[at]
    empty = [[]] * rows_between
    sheet = sheet_of(["甲县"], HEADS, ROW, *empty, ["乙县"], order, [OTHER[head] for head in order])
    register = judged(sheet)
    assert (said(register), back(register)) == (READ, [])
    assert [row.ref.sheet for row in register.rows if row.form] == ["Sheet1", "Sheet1（第2张表）"]
    assert len({(row.ref.sheet, row.number) for row in register.rows}) == len(register.rows)


def test_workers_and_members_may_stand_below_each_other():
    rows = [["一、职工档案"], HEADS, ROW, [], ["二、家庭成员"], list(MEMBER), list(MEMBER.values())]
    register = judged(sheet_of(*rows))
    assert back(register) == []
    assert [member.values["name"] for member in register.members] == [MEMBER["姓名"]]
    assert [worker.unlisted_members for worker in register.workers] == [0]


def test_workers_and_members_may_stand_apart_by_an_empty_column():
    left = [HEADS, ROW, list(OTHER.values())]
    right = [list(MEMBER), [{**MEMBER, "档案编号": OTHER["档案编号"]}[head] for head in MEMBER]]
    lines = [[*each, "", *(right[at] if at < 2 else [])] for at, each in enumerate(left)]
    register = judged(sheet_of(*lines))
    assert (said(register), back(register)) == (READ, [])
    assert [member.file_no for member in register.members] == [OTHER["档案编号"]]


def test_a_card_for_each_household_is_read_as_its_two_tables():
    cards = []
    for number in range(1, 30):
        file_no = f"1305022025{number:05d}"
        worker = {**WORKER, "档案编号": file_no, "身份证号": identity_number(order=2 * number + 1)}
        member = {
            **MEMBER,
            "档案编号": file_no,
            "身份证号": identity_number("20110626", 2 * number),
        }
        cards += [
            ["家庭情况登记表"],
            HEADS,
            list({**worker, "银行卡号": ""}.values()),
            list(MEMBER),
        ]
        cards += [list(member.values()), []]
    register = judged(sheet_of(*cards))
    assert (len(register.workers), len(register.members), back(register)) == (29, 29, [])
    assert all(not worker.unlisted_members for worker in register.workers)


def test_titles_and_heads_of_every_page_are_no_rows():
    page = [["困难职工档案"], HEADS]
    register = judged(sheet_of(*page, ROW, ["第1页 共2页"], *page, list(OTHER.values())))
    assert (said(register), back(register)) == (READ, [])
    assert skipped(register) == {1: "标题行", 4: "页码行", 5: "重复的标题行", 6: "重复的表头行"}


@pytest.mark.parametrize(
    ("remark", "reason"),
    [
        (["一车间小计", "", "", "", "", "", "2", "1200"], "小计行"),
        (["小计", "张主席"], "小计行"),
        (["", "合计", "", "", "", "", "2", "1200"], "合计行"),
        (["", "", "合计：3户"], "合计行"),
        (["3", "总计"], "合计行"),
        (["城南片"], "小标题行"),
        ([*[""] * len(HEADS), "乙"], "小标题行"),
        ([*[""] * len(HEADS), 7], "空行"),
        (list(range(1, len(HEADS) + 1)), "列号行"),
        (["甲", "乙", *range(1, len(HEADS) - 1)], "列号行"),
    ],
)
def test_what_stands_between_the_rows_is_no_household(remark, reason):
    register = judged(sheet_of(["表"], [*HEADS, "序号"], ROW, remark, list(OTHER.values())))
    assert (said(register), back(register)) == (READ, [])
    assert skipped(register)[4] == reason


@pytest.mark.parametrize("merged", [True, False])
def test_four_rows_of_heads_below_a_title(merged):
    rows = [
        ["2025年困难职工档案"],
        ["档案编号", "基本情况", "", "所属工会", "家庭情况", "", "", "建档日期"],
        ["", "姓名", "身份证号", "", "人口", "收支", "", ""],
        ["", "", "", "", "", "本人月平均收入", "医疗支出", ""],
        ["", "", "", "", "", "（元）", "金额", ""],
    ]
    heads = ["档案编号", "姓名", "身份证号", "所属工会", "家庭人口", "本人月平均收入", "医疗支出"]
    row = [WORKER[head] for head in (*heads, "建档日期")]
    over = [(0, 0, 0, 7), (1, 1, 1, 2), (1, 4, 1, 6), (2, 5, 2, 6)]
    down = [(1, each, 4, each) for each in (0, 3, 7)] + [(2, each, 4, each) for each in (1, 2, 4)]
    spans = tuple(Span(*corners) for corners in over + down) if merged else ()
    register = judged(sheet_of(*rows, row, merged=spans))
    assert (said(register), back(register)) == (READ[:1], [])
    assert register.tables[0].unread == ()


@pytest.mark.parametrize(("unit", "fen"), [("（元）", 120_000), ("（百元）", 12_000_000)])
def test_a_row_of_units_beneath_the_heads_is_theirs(unit, fen):
    units = [unit if head == "本人月平均收入" else "" for head in HEADS]
    register = judged(sheet_of(["表"], HEADS, units, ROW))
    assert (back(register), said(register)[0][1]) == ([], fen)


def test_a_worker_who_stands_among_his_own_members_is_read_once():
    for number, name in ((WORKER["身份证号"], "余秀莲"), ("", "余秀莲")):
        himself = {**MEMBER, "姓名": name, "关系": "本人", "身份证号": number, "性别": "男"}
        himself["出生日期"] = ""
        rows = [list(MEMBER), list(himself.values()), list(MEMBER.values())]
        register = judged(sheet_of(HEADS, ROW), sheet_of(*rows, name="家庭成员"))
        assert back(register) == []
        assert [member.values["relation"] for member in register.members] == ["女儿"]
        assert [(w.unlisted_members, w.missing_members) for w in register.workers] == [(0, ())]
        assert register.workers[0].values["name"] == "余秀莲"
    another = {**himself, "身份证号": MEMBER["身份证号"]}
    rows = [list(MEMBER), list(another.values())]
    register = judged(sheet_of(HEADS, ROW), sheet_of(*rows, name="家庭成员"))
    assert [each.code for row in register.rows for each in row.problems][:1] == ["not-in-list"]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("医疗支出（元/月）", "head-per-month"),
        ("医疗支出(月)", "head-per-month"),
        ("医疗支出(万元/月)", "head-per-month"),
        ("本人月平均收入（元／年）", "head-per-year"),
        ("医疗支出（元/年）", None),
        ("本人月平均收入（元/人/月）", None),
        ("医疗支出（2024年）", None),
    ],
)
def test_a_head_that_counts_another_period_converts_nothing(head, code):
    name = head.split("（")[0].split("(")[0]
    heads = [head if each == name else each for each in HEADS]
    register = judged(sheet_of(heads, ROW))
    told = [(each.field, each.code) for row in register.rows for each in row.problems]
    assert told == ([(name, code)] if code else [])
    nothing = [0 if each == head else value for each, value in zip(heads, ROW, strict=True)]
    assert back(judged(sheet_of(heads, nothing))) == []
    own = [f"100元/{'月' if '月' in name else '年'}" if each == head else value
           for each, value in zip(heads, ROW, strict=True)]  # fmt: skip
    assert back(judged(sheet_of(heads, own))) == []


def test_hidden_rows_come_in_and_are_told_and_hidden_sheets_do_not():
    sheet = replace(sheet_of(HEADS, ROW, list(OTHER.values())), hidden=frozenset([2]))
    words = replace(sheet_of(["配偶"], ["儿子"], name="代码"), is_hidden=True)
    members = sheet_of(list(MEMBER), list(MEMBER.values()), name="家庭成员")
    register = judged(sheet, words, replace(members, is_hidden=True))
    assert said(register) == READ
    assert [bool(row.notices) for row in register.rows if row.form] == [False, True]
    assert [(each.ref.sheet, each.code) for each in register.table_problems] == [
        ("家庭成员", "hidden-sheet")
    ]
    with pytest.raises(NoRegister, match="取消隐藏"):
        judged(replace(sheet, is_hidden=True))


@pytest.mark.parametrize(
    ("name", "written", "attr", "value"),
    [
        ("住房套数", "无", "homes", 0),
        ("住房套数", "一套", "homes", 1),
        ("住房套数", "两套", "homes", 2),
        ("家庭人口", "共2人", "size", 2),
        ("家庭人口", "２人（含本人）", "size", 2),
        ("家庭人口", "二", "size", 2),
        ("教育支出", "没有", "education_fen", 0),
        ("教育支出", "—", "education_fen", None),
        ("本人月平均收入", "——", "own_income_fen", None),
        ("住房套数", "/", "homes", None),
        ("机动车", "-", "vehicle", None),
    ],
)
def test_words_and_strokes_in_place_of_a_number(name, written, attr, value):
    row = {**WORKER, name: written}
    register = judged(sheet_of(list(row), list(row.values())))
    assert back(register) == []
    assert register.workers[0].values[attr] == value
    assert name in [each.field for each in register.rows[1].changes]


@pytest.mark.parametrize("written", ["2.5", "十二", "2-3", "共", "两三人", "3（在校）"])
def test_other_words_are_no_count(written):
    row = {**WORKER, "家庭人口": written}
    register = judged(sheet_of(list(row), list(row.values())))
    assert [p.code for each in register.rows for p in each.problems] == ["bad-count"]
