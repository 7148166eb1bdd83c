"""Two columns that could mean one field: which is the worker's, which the members', in every layout."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sheet_cases import REPORTING_DAY, a_member, a_worker, book, cell, identity_number, judged

from bangfu.documents.spreadsheets.cells import Sheet, Span
from bangfu.intake.rules import JudgedRegister, judge_register
from bangfu.intake.rules.headers import field_of
from bangfu.registry.rules.form import MEMBER_FORM

FILE = a_worker()["档案编号"]
OWN, DAUGHTER, SON = (
    identity_number(),
    identity_number("20110626", 2),
    identity_number("20130626", 3),
)
COMMON = {"档案编号": FILE, "所属工会": "样例工会", "家庭人口": 3, "建档日期": "2025-08-13"}


def read(heads: list[str], lines: list[list[object]], *spans: Span, name: str = "Sheet1"):
    table = Sheet(name, tuple(tuple(map(cell, line)) for line in [["困难职工"], heads, *lines]))
    table = replace(table, merged=spans)
    return judge_register([book(table, typed=True)], reporting_day=REPORTING_DAY)


def household(register: JudgedRegister) -> list[tuple[object, object, object]]:
    """Name, identity number and monthly income of the worker, then of the members."""
    (worker,) = register.workers
    attrs = ("name", "id_number", "own_income_fen")
    return [
        tuple(worker.values[attr] for attr in attrs),
        *(tuple(m.values[attr] for attr in (*attrs[:2], "income_fen")) for m in register.members),
    ]


def told(register: JudgedRegister, number: int) -> tuple[str, ...]:
    return next(row.notices for row in register.rows if row.number == number and row.form)


def back(register: JudgedRegister) -> list[tuple[int, str, str]]:
    return [(row.number, p.field, p.code) for row in register.rows for p in row.problems]


READ = [
    ("余秀莲", OWN, 120_000),
    ("余霞", DAUGHTER, 30_000),
    ("余强", SON, 0),
]
BELOW = ["姓名", "与户主关系", "身份证号", "本人月平均收入", "月收入"]


def below(
    worker: tuple[object, object], of_daughter: tuple[object, object], *spans: Span
) -> JudgedRegister:
    """Members below their worker; the two incomes of the worker's row and of the daughter's."""
    heads = [*BELOW, *COMMON]
    lines = [
        ["余秀莲", "本人", OWN, *worker, *COMMON.values()],
        ["余霞", "女儿", DAUGHTER, *of_daughter],
        ["余强", "儿子", SON, "", 0],
    ]
    return read(heads, lines, *spans)


@pytest.mark.parametrize("also", ["", 1200])
def test_below_the_worker_each_has_the_income_of_his_own_column(also):
    register = below((1200, also), ("", 300))
    assert (household(register), back(register)) == (READ, [])
    assert told(register, 3) == ()


def test_the_persons_column_holds_the_workers_too_where_his_own_is_blank():
    register = below(("", 1200), ("", 300))
    assert household(register) == READ
    assert told(register, 3) == ("本人月平均收入：空缺，取“月收入”列，请核对",)


def test_a_worker_with_two_incomes_goes_back_and_is_told_both_heads():
    register = below((1200, 1500), ("", 300))
    assert back(register) == [(3, "本人月平均收入", "columns-differ")]
    (problem,) = next(row.problems for row in register.rows if row.problems)
    assert problem.reason == "与“月收入”列写的不同"
    assert problem.mend.endswith("是家庭成员的，表头写“成员月收入”。")


def test_a_members_income_is_never_taken_from_the_workers_column():
    register = below((1200, ""), (900, ""))
    assert household(register)[1] == ("余霞", DAUGHTER, None)
    assert told(register, 4) == (
        "月收入：空缺；“本人月平均收入”列是职工的，没有作成员的采用，请核对",
    )


def test_the_workers_income_merged_over_the_members_says_nothing_of_them():
    heads = [*BELOW, *COMMON]
    register = below((1200, ""), ("", ""), Span(2, heads.index("本人月平均收入"), 4, 3))
    assert [each[2] for each in household(register)] == [120_000, None, 0]
    assert told(register, 4) == ()


def test_without_a_members_column_the_one_income_column_is_everybodys():
    heads = ["姓名", "与户主关系", "身份证号", "本人月收入", *COMMON]
    lines = [
        ["余秀莲", "本人", OWN, 1200, *COMMON.values()],
        ["余霞", "女儿", DAUGHTER, 300],
        ["余强", "儿子", SON, 0],
    ]
    assert household(read(heads, lines)) == READ


@pytest.mark.parametrize(
    ("heads", "of_worker", "of_members"),
    [
        (
            ["职工姓名", "姓名", "身份证号"],
            ["余秀莲", "余秀莲", OWN],
            [["余秀莲", "{name}", "{id}"]],
        ),
        (["职工姓名", "姓名", "身份证号"], ["余秀莲", "", OWN], [["", "{name}", "{id}"]]),
        (["姓名", "本人身份证号", "身份证号"], ["余秀莲", OWN, ""], [["{name}", "", "{id}"]]),
        (["姓名", "本人身份证号", "身份证号"], ["余秀莲", OWN, OWN], [["{name}", OWN, "{id}"]]),
        (
            ["职工姓名", "本人身份证号", "姓名", "身份证号"],
            ["余秀莲", OWN, "余秀莲", OWN],
            [["", "", "{name}", "{id}"]],
        ),
    ],
)
def test_names_and_numbers_below_the_worker(heads, of_worker, of_members):
    (shape,) = of_members
    heads = [*heads, "与户主关系", "月收入", *COMMON]
    lines = [[*of_worker, "本人", 1200, *COMMON.values()]]
    for name, number, relation, income in (
        ("余霞", DAUGHTER, "女儿", 300),
        ("余强", SON, "儿子", 0),
    ):
        cells = [cell.format(name=name, id=number) for cell in shape]
        lines.append([*cells, relation, income])
    register = read(heads, lines)
    assert (household(register), back(register)) == (READ, [])


SIDES = ["职工姓名", "本人身份证号", *COMMON, "本人月平均收入"]


@pytest.mark.parametrize(
    "members",
    [["姓名", "关系", "身份证号", "月收入"], ["月收入", "姓名", "关系", "身份证号"]],
)
@pytest.mark.parametrize("himself", [True, False])
def test_side_by_side_what_the_worker_has_a_column_for_is_the_members(members, himself):
    worker = ["余秀莲", OWN, *COMMON.values(), 1200]
    persons = [("余霞", "女儿", DAUGHTER, 300), ("余强", "儿子", SON, 0)]
    if himself:
        persons.insert(0, ("余秀莲", "本人", OWN, 1200))
    order = [["姓名", "关系", "身份证号", "月收入"].index(head) for head in members]
    lines = [[*worker, *(person[at] for at in order)] for person in persons]
    register = read([*SIDES, *members], lines)
    assert (household(register), back(register)) == (READ, [])


def test_what_stands_of_the_worker_among_the_members_is_his():
    heads = [*SIDES[:-1], "姓名", "关系", "身份证号", "健康状况", "月收入"]
    lines = [
        ["余秀莲", OWN, *COMMON.values(), "余秀莲", "本人", OWN, "残疾", 1200],
        [*[""] * 6, "余霞", "女儿", DAUGHTER, "", 300],
        [*[""] * 6, "余强", "儿子", SON, "", 0],
    ]
    register = read(heads, lines)
    assert household(register) == READ
    assert register.workers[0].values["health"] == "残疾"
    lines[0][8] = SON
    assert back(read(heads, lines)) == [(3, "身份证号", "columns-differ")]
    lines[0][8], lines[0][10] = OWN, "12x"
    assert back(read(heads, lines)) == [(3, "本人月平均收入", "unreadable-amount")]


def test_a_list_of_members_that_repeats_their_worker_stays_one():
    member = a_member(职工姓名="余秀莲", 职工身份证号=OWN, 本人月收入=1200, 月收入=300)
    register = judged([a_worker()], [member])
    assert household(register)[1] == ("余霞", DAUGHTER, 30_000)
    assert "列“本人月收入”是职工的，没有作成员的“月收入”" in register.rows[4].notices


@pytest.mark.parametrize(
    ("more", "attr", "value", "notice"),
    [
        (
            {"手机": "13800000001", "联系电话": "13800000002"},
            "phone",
            "13800000001",
            "手机：“联系电话”列写的不同，没有采用，请核对",
        ),
        ({"手机": "", "本人联系电话": "13800000002"}, "phone", "13800000002", ""),
        ({"手机": "无此人", "联系电话": "13800000002"}, "phone", "13800000002", None),
        ({"证件号码": "A1"}, "id_number", OWN, "身份证号：“证件号码”列写的不同，没有采用，请核对"),
        (
            {"职工编号": "0017"},
            "file_no",
            FILE,
            "档案编号：“职工编号”列写的不同，没有采用，请核对",
        ),
        ({"医疗支出": "", "医药费": "500"}, "medical_fen", 50_000, ""),
    ],
)
def test_two_words_for_one_thing_of_the_worker(more, attr, value, notice):
    register = judged([a_worker(**more)])
    assert register.workers[0].values[attr] == value
    if notice is not None:
        assert register.rows[2].notices == ((notice,) if notice else ())


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"月收入": "1500"}, "本人月平均收入"),
        ({"户主姓名": "余大"}, "姓名"),
        ({"户主身份证号": DAUGHTER}, "身份证号"),
        ({"住房套数": "1", "房产套数": "2"}, "住房套数"),
        ({"医疗支出": "1000", "医药费": "500"}, "医疗支出"),
    ],
)
def test_what_a_rule_reads_goes_back_where_two_columns_differ(more, name):
    register = judged([a_worker(**more)])
    assert back(register) == [(3, name, "columns-differ")]
    assert register.workers == ()
    (problem,) = register.rows[2].problems
    _, _, head = problem.mend.rstrip("”。").rpartition("表头写“")
    if "是家庭成员的" in problem.mend:  # then the form of members understands it
        assert field_of(MEMBER_FORM, head) is not None
    else:
        assert name not in MEMBER_FORM.by_header


def test_where_a_member_works_may_stand_in_the_workers_column():
    heads = ["姓名", "与户主关系", "身份证号", "工作单位", "工作或就读单位", "月收入", *COMMON]
    lines = [
        ["余秀莲", "本人", OWN, "金穗厂", "", 1200, *COMMON.values()],
        ["余霞", "女儿", DAUGHTER, "", "一中", 300],
        ["余强", "儿子", SON, "二中", "", 0],
    ]
    register = read(heads, lines)
    assert household(register) == READ
    assert [member.values["workplace"] for member in register.members] == ["一中", "二中"]
    merged = read(heads, lines, Span(2, 3, 4, 3))
    assert [member.values["workplace"] for member in merged.members] == ["一中", "二中"]


@pytest.mark.parametrize("title", ["困难职工基本情况", "职工信息", "家庭成员情况"])
def test_a_title_over_every_column_says_nothing_of_any(title):
    heads = [*BELOW, *COMMON]
    lines = [
        ["余秀莲", "本人", OWN, "", 1200, *COMMON.values()],
        ["余霞", "女儿", DAUGHTER, "", 300],
    ]
    table = Sheet("Sheet1", tuple(tuple(map(cell, line)) for line in [[title], heads, *lines]))
    titled = replace(table, merged=(Span(0, 0, 0, len(heads) - 1),))
    for each in (table, titled):
        register = judge_register([book(each, typed=True)], reporting_day=REPORTING_DAY)
        assert household(register) == READ[:2]
