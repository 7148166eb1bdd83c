"""Answers as banks really write them: red amounts, subtotals, two columns of the result, two tables."""

from __future__ import annotations

import pytest

from bangfu.documents.spreadsheets.cells import Cell, Kind, Sheet
from bangfu.rounds.rules.bank_answer import Answer, read_answer
from makers.answers import answer_of

FIRST, SECOND = "BF000001-000001-1", "BF000001-000002-1"
HEADER = ["流水号", "结果", "原因", "金额"]
PAID = [FIRST, "成功", "", "500.00"]
RETURNED = [SECOND, "退回", "户名不符", "300.00"]


def lines(answer: Answer) -> list[tuple[str, bool, int | None]]:
    return [(line.reference, line.paid, line.amount_fen) for line in answer.lines]


def texts(answer: Answer) -> list[str]:
    return [fault.text for fault in answer.faults]


READ = [(FIRST, True, 50_000), (SECOND, False, 30_000)]


@pytest.mark.parametrize("red", ["-300.00", "(300.00)", "（３００．００）", "−300", "-¥300"])
def test_what_came_back_may_stand_in_red(red):
    answer = answer_of(HEADER, PAID, [*RETURNED[:3], red], ["合计", "", "", "200.00"])
    assert (lines(answer), texts(answer)) == (READ, [])


def test_a_number_below_zero_is_red_too_and_without_its_sign_the_total_holds():
    red = Cell(Kind.NUMBER, -300)
    rows = [HEADER, PAID, [*RETURNED[:3], red], ["合计", "", "", "800.00"]]
    cells = [
        [each if isinstance(each, Cell) else Cell(Kind.TEXT, each) for each in row] for row in rows
    ]
    answer = read_answer([Sheet("", tuple(map(tuple, cells)))])
    assert (lines(answer), texts(answer)) == (READ, [])


def test_what_was_paid_is_never_red():
    answer = answer_of(HEADER, [*PAID[:3], "-500.00"])
    assert texts(answer) == ["金额为负，结果却是“成功”"]


@pytest.mark.parametrize("word", ["小计", "一支行小计", "本页小计"])
def test_subtotals_are_of_the_lines_since_the_last_and_end_nothing(word):
    rows = [HEADER, PAID, [word, "", "", "500"], RETURNED, [word, "1笔", "", "300"]]
    answer = answer_of(*rows, ["合计", "2笔", "", "800"])
    assert (lines(answer), texts(answer)) == (READ, [])
    running = answer_of(*rows[:-1], [word, "2笔", "", "800"])
    assert (lines(running), texts(running)) == (READ, [])
    wrong = answer_of(*rows[:-1], [word, "", "", "301"])
    assert texts(wrong) == ["总金额不符：文件写 301，实有 300.00"]


@pytest.mark.parametrize(
    ("header", "total"),
    [
        (["序号", *HEADER], ["2", "合计", "", "", "800"]),
        ([*HEADER, "序号"], ["", "", "", "800", "合计"]),
        ([*HEADER, "经办"], ["", "", "合计", "800", "张三"]),
    ],
)
def test_the_word_for_a_total_may_stand_anywhere_in_its_row(header, total):
    at_front = header[0] == "序号"
    rows = [["1", *row] if at_front else [*row, "1"] for row in (PAID, RETURNED)]
    assert texts(answer_of(header, *rows, total)) == []
    total = [cell.replace("800", "801") for cell in total]
    assert texts(answer_of(header, *rows, total)) == ["总金额不符：文件写 801，实有 800.00"]


def test_counts_and_sums_below_each_other_are_totals():
    ends = [["成功笔数：1"], ["成功金额：500.00"], ["失败笔数：1"], ["失败金额（元）：300.00"]]
    assert texts(answer_of(HEADER, PAID, RETURNED, *ends)) == []
    ends[1] = ["成功金额：501.00"]
    assert texts(answer_of(HEADER, PAID, RETURNED, *ends)) == [
        "成功金额不符：文件写 501.00，实有 500.00"
    ]


def test_a_total_that_counts_what_came_back_waits_for_what_was_sent():
    answer = answer_of(HEADER, PAID, [*RETURNED[:3], "0.00"], ["合计", "2笔", "", "800.00"])
    assert texts(answer) == []
    (total,) = answer.totals
    assert total.faults(300_00) == []
    assert [fault.text for fault in total.faults(299_00)] == [
        "总金额不符：文件写 800.00，实有 799.00"
    ]


def test_stamps_and_signatures_may_follow_the_total_and_records_may_not():
    total = ["合计", "", "", "500"]
    after = [["银行盖章："], ["打印日期：2025-10-31"], ["经办柜员 1234"], ["第1页"]]
    assert texts(answer_of(HEADER, PAID, total, *after)) == []
    for record in (RETURNED, [SECOND, "", "", ""]):
        assert texts(answer_of(HEADER, PAID, total, record)) == ["合计行之后还有记录，请核对文件"]


def test_numbers_beneath_the_heads_are_no_record():
    assert lines(answer_of(HEADER, ["1", "2", "3", "4"], PAID, RETURNED)) == READ


def test_of_two_columns_for_the_result_neither_may_say_the_other_end():
    header = ["流水号", "处理状态", "支付状态", "原因", "金额"]
    row = [FIRST, "成功", "失败", "户名不符", "500"]
    assert texts(answer_of(header, row)) == ["“支付状态”列写的是“失败”，与结果不同"]
    for second in ("成功", "", "已受理"):
        assert lines(answer_of(header, [*row[:2], second, *row[3:]])) == READ[:1]


@pytest.mark.parametrize(
    ("result", "second", "told"),
    [
        ("成功", "0.00", ["“入账金额”列写的是 0.00，与金额不同"]),
        ("成功", "400", ["“入账金额”列写的是 400，与金额不同"]),
        ("成功", "500", []),
        ("成功", "", []),
        ("失败", "0.00", []),
        ("失败", "400", ["“入账金额”列写的是 400，与金额不同"]),
    ],
)
def test_of_two_columns_for_the_amount_neither_may_contradict(result, second, told):
    header = ["流水号", "结果", "原因", "代发金额", "入账金额"]
    assert texts(answer_of(header, [FIRST, result, "户名不符", "500", second])) == told


def test_a_bank_has_flow_numbers_of_its_own():
    header = ["流水号", "客户流水号", "结果", "原因", "金额"]
    assert lines(answer_of(header, ["20251031000001", *PAID])) == READ[:1]
    assert lines(answer_of(header, [FIRST, "20251031000001", *PAID[1:]])) == READ[:1]


def test_a_second_header_with_other_columns_is_told_once():
    header = [*HEADER, "户名"]
    other = ["流水号", "原因", "结果", "金额", "户名"]
    answer = answer_of(header, [*PAID, "甲"], other, [SECOND, "户名不符", "退回", "300", "乙"])
    assert texts(answer) == ["这一行是另一张表的表头，各列的次序不同，请分成两个文件上传"]
    again = answer_of(header, [*PAID, "甲"], header, [*RETURNED, "乙"])
    assert (lines(again), texts(again)) == (READ, [])


@pytest.mark.parametrize(
    ("unit", "amount"), [("（元）", "500"), ("（万元）", "0.05"), ("元", "500")]
)
def test_a_row_of_units_belongs_to_the_header(unit, amount):
    answer = answer_of(HEADER, ["", "", "", unit], [*PAID[:3], amount])
    assert (lines(answer), texts(answer)) == (READ[:1], [])


def test_a_return_without_a_reason_holds_up_no_other_payment():
    answer = answer_of(HEADER, PAID, [SECOND, "退回", "", "300.00"])
    assert (lines(answer), texts(answer)) == (READ, [])
    assert [line.reason for line in answer.lines] == ["", "银行没有写原因"]


@pytest.mark.parametrize(("count", "told"), [("2", []), ("3", ["笔数不符：文件写 3，实有 2"])])
def test_the_words_of_totals_may_stand_above_their_numbers(count, told):
    words = ["总笔数", "总金额（元）", "成功笔数", "失败笔数"]
    numbers = [count, "800.00", "1", "1"]
    assert texts(answer_of(HEADER, PAID, RETURNED, words, numbers)) == told
    above = answer_of(words, numbers, HEADER, PAID, RETURNED)
    assert lines(above) == READ


def test_a_record_is_never_taken_for_the_numbers_of_totals():
    words = ["总笔数", "总金额", "成功笔数", "失败笔数"]
    assert texts(answer_of(HEADER, PAID, words, RETURNED)) != []


@pytest.mark.parametrize(
    "end", ["以下空白", "***** 报表结束 *****", "==========", "----文件结束----", "END"]
)
def test_what_says_that_nothing_follows_is_no_record(end):
    assert texts(answer_of(HEADER, PAID, RETURNED, [end])) == []
    assert texts(answer_of(HEADER, PAID, [end], RETURNED)) == []


@pytest.mark.parametrize("total", [["------合计------", "", "", "800"], ["共2笔", "", "", "800"]])
def test_totals_in_other_dress(total):
    assert texts(answer_of(HEADER, PAID, RETURNED, total)) == []
    total[3] = "801"
    assert texts(answer_of(HEADER, PAID, RETURNED, total)) == [
        "总金额不符：文件写 801，实有 800.00"
    ]
