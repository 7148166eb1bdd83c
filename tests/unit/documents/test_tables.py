"""One reader for every table: the same header, dates, amounts and remarks in a register, an answer, a form."""

from __future__ import annotations

from datetime import date

import pytest

from bangfu.documents.spreadsheets.cells import Cell, Kind, Span, sheet_of_texts
from bangfu.documents.tables import ColumnsMissing, read_table
from bangfu.documents.tables.amounts import Per, read_amount
from bangfu.documents.tables.days import read_date
from bangfu.documents.tables.headers import head_word, headers_within, look_up, meaning
from bangfu.documents.tables.names import fits_name
from bangfu.documents.tables.remarks import remark_of
from bangfu.documents.tables.units import unit_of_heads, unit_of_lines


def text(value: str) -> Cell:
    return Cell(Kind.TEXT, value)


@pytest.mark.parametrize(
    "head",
    [
        "金额",
        "金 额",
        "金额（元）",
        "﹡金额",
        "*金额：",
        "金额★",
        "３、金额",
        "3.金额",
        "金\u200b额",
        "金\n额",
    ],
)
def test_a_head_is_its_word_without_dress(head):
    assert look_up(head, {"金额": 1}.get) == 1


def test_a_header_of_three_rows_is_found_beneath_its_titles():
    rows = [
        ["困难职工情况表", "", "", ""],
        ["编号", "收入", "", "支出"],
        ["", "工资", "", "医疗"],
        ["", "本人", "家庭", "全年"],
        ["A1", "1", "2", "3"],
    ]
    merged = (Span(1, 0, 3, 0), Span(1, 1, 1, 2), Span(2, 1, 2, 2))
    sheet = sheet_of_texts(rows)
    beneath = [
        heads
        for begun in headers_within(type(sheet)("", sheet.rows, merged))
        for heads in begun
        if (heads.first, heads.last) == (1, 3)
    ]
    assert beneath[0].of == (
        ("编号",),
        ("收入", "工资", "本人"),
        ("收入", "工资", "家庭"),
        ("支出", "医疗", "全年"),
    )
    assert meaning(beneath[0].of[1], {"工资本人": 1}.get) == (1, "工资本人")


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：元", 1),
        ("金额单位：人民币万元", 10_000),
        ("（单位:千元）", 1_000),
        ("2025 年度   单位：万元", 10_000),
        ("以万元为单位", 10_000),
        ("填报单位：万元村小学", None),
        ("工作单位：百元店", None),
        ("单位：户", None),
    ],
)
def test_what_a_title_counts_in(line, unit):
    assert unit_of_lines([line]) == unit


@pytest.mark.parametrize(
    ("heads", "unit"),
    [
        (["医疗支出（万元）"], 10_000),
        (["支出(单位：千元)", "医疗"], 1_000),
        (["医疗", "万元"], 10_000),
        (["支出（万元）", "医疗（元）"], 1),
        (["医疗支出/百元"], 100),
        (["医疗支出"], None),
        (["单元"], None),
    ],
)
def test_what_a_head_counts_in(heads, unit):
    assert unit_of_heads(heads) == unit


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (Cell(Kind.NUMBER, 1.2), 1_200_000),
        (text("1.2"), 1_200_000),
        (text("１．２"), 1_200_000),
        (text("0.05"), 50_000),
        (text("420元"), 42_000),
        (text("1.2万"), 1_200_000),
        (text("0"), 0),
        (text("无"), 0),
    ],
)
def test_an_amount_counted_in_ten_thousands_is_never_taken_for_yuan(cell, fen):
    read = read_amount(cell, typed=False, unit=10_000)
    assert read.value == fen
    assert read.done or read.value == 0


def test_where_nothing_is_no_amount_it_is_none():
    assert read_amount(text("无"), typed=False, nothing=False).fault is not None
    assert read_amount(text("5元/月"), typed=False, per=Per.ONCE).fault is not None


@pytest.mark.parametrize(
    "written",
    ["2013-01-05", "2013/1/5", "2013.1.5", "20130105", "2013年1月5日", "2013-1-5 08:30", "41279",
     "2013/01/05T08:30:00", "２０１３．１．５", " 2013-01-05 "],
)  # fmt: skip
def test_a_day_is_one_day_however_written(written):
    read = read_date(text(written), since_1904=False, month_will_do=False)
    assert read.value == date(2013, 1, 5)


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("合  计", "合计行"),
        ("本页合计：", "合计行"),
        ("以上共计", "合计行"),
        ("本页小计", "小计行"),
        ("制表人：余秀莲", "签字行"),
        ("打印时间：2025-10-31", "签字行"),
        ("第1页 共3页", "页码行"),
        ("注：", "说明行"),
        ("余秀莲", ""),
    ],
)
def test_rows_that_are_no_data(first, told):
    assert remark_of([first]) == told


def test_a_name_is_one_whatever_a_system_makes_of_it():
    assert fits_name("张三", "张 三")
    assert fits_name("买买提·艾力", "买买提艾力")
    assert fits_name("ＡNNA　lee", "Anna Lee")
    assert not fits_name("张三", "张五")


FORM = ("编码", "元每月", "生效日期")


def test_a_small_table_is_read_like_any_other():
    lines = ["标准一览,,", "单位：元/月,,", ",,", "编码*,元每月（元）,生效 日期", "A,420元/月,2013.1.5", "编码*,元每月（元）,生效 日期",
             "B,500,20130105", "合计,920,", "填表人：某,,"]  # fmt: skip
    table = read_table("\n".join(lines).encode(), "x.csv", FORM)
    assert (table.header_row, [row.number for row in table.rows]) == (4, [5, 7])
    with pytest.raises(ColumnsMissing):
        read_table(b"a,b\n1,2", "x.csv", FORM)


def test_a_head_keeps_no_width_or_marks():
    assert head_word("１．﹡姓　名：") == "姓名"
