"""Answers in the words of banks: titles, other heads, totals, returns of 0.00, what is still in hand."""

from __future__ import annotations

import pytest

from bangfu.rounds.rules.bank_answer import AnswerLine, Sent, disagreements, read_answer
from bangfu.rounds.rules.bank_words import COLUMNS, RESULTS, Result

HEADER = ["流水号", "结果", "原因", "金额"]
PAID = ["BF1", "成功", "", "500.88"]
RETURNED = ["BF2", "退回", "户名不符", "0.00"]


def faults(*rows: list[str]) -> list[str]:
    return [fault.text for fault in read_answer(rows).faults]


def test_titles_and_an_empty_line_stand_above_the_header():
    told = read_answer([["代发结果清单"], ["批次：BF000001-F01"], [], HEADER, PAID])
    assert told.faults == []
    assert [(line.row, line.reference, line.amount_fen) for line in told.lines] == [
        (5, "BF1", 50088)
    ]


def test_heads_of_other_banks_and_their_order():
    rows = [["金额（元）", "处理状态", "业务参考号", "备注"], ["500.88", "交易成功", "BF1", ""]]
    assert read_answer(rows).lines == [AnswerLine(2, "BF1", True, "", 50088)]


def test_of_two_heads_for_one_column_the_plainer_counts():
    rows = [
        ["流水号", "结果", "备注", "失败原因", "金额"],
        ["BF1", "失败", "代发", "账户已销", "500.88"],
    ]
    (line,) = read_answer(rows).lines
    assert line.reason == "账户已销"


def test_two_columns_of_one_name_are_refused():
    assert faults([*HEADER, "金额"], [*PAID, "1"]) == ["有两列都是“金额”，请只保留一列"]


@pytest.mark.parametrize("word", [word for word, it in RESULTS.items() if it is Result.PAID])
def test_every_word_for_paid(word):
    assert read_answer([HEADER, ["BF1", word, "", "1"]]).lines[0].paid


@pytest.mark.parametrize("word", [word for word, it in RESULTS.items() if it is Result.RETURNED])
def test_every_word_for_returned(word):
    assert not read_answer([HEADER, ["BF1", word, "账号有误", "1"]]).lines[0].paid


@pytest.mark.parametrize("word", [word for word, it in RESULTS.items() if it is Result.IN_HAND])
def test_what_the_bank_has_in_hand_waits_for_another_answer(word):
    told = read_answer([HEADER, PAID, ["BF2", word, "", "2"], ["合计", "2笔", "", "502.88"]])
    assert (len(told.lines), told.in_hand, told.faults) == (1, 1, [])


def test_another_word_is_told_and_nothing_guessed():
    assert faults(HEADER, ["BF1", "疑似成功", "", "1"]) == [
        "结果“疑似成功”不认识，应为“成功”或“退回”"
    ]


def test_a_return_of_nothing_is_a_return_of_all():
    (line,) = read_answer([HEADER, RETURNED]).lines
    assert line.amount_fen is None
    assert disagreements([line], {"BF2": Sent(88_00, "sent")}) == []


def test_nothing_paid_is_no_payment():
    told = read_answer([HEADER, ["BF1", "成功", "", "0.00"]])
    (fault,) = disagreements(told.lines, {"BF1": Sent(88_00, "sent")})
    assert fault.text == "金额应为 88.00，回单为 0.00"


@pytest.mark.parametrize(
    "total",
    [
        ["合计", "", "", "500.88"],
        ["合计：", "2笔", "", "500.88"],
        ["总计", "", "", "500.88"],
        ["笔数", "2", "总金额", "500.88"],
        ["", "合计", "2笔", "500.88"],
    ],
)
def test_a_line_of_totals_is_checked_as_one(total):
    assert faults(HEADER, PAID, RETURNED, total) == []


@pytest.mark.parametrize(
    ("total", "told"),
    [
        (["合计", "", "", "500.89"], "总金额不符：文件写 500.89，实有 500.88"),
        (["合计", "3笔", "", "500.88"], "笔数不符：文件写 3，实有 2"),
        (["笔数", "1", "总金额", "500.88"], "笔数不符：文件写 1，实有 2"),
        (["合计", "", "", ""], "合计行没有笔数，也没有总金额"),
    ],
)
def test_totals_that_contradict_the_lines_are_told(total, told):
    assert faults(HEADER, PAID, RETURNED, total) == [told]


def test_nothing_may_follow_the_totals():
    assert faults(HEADER, PAID, ["合计", "", "", "500.88"], RETURNED) == [
        "合计行之后还有记录，请核对文件"
    ]
    assert faults(HEADER, PAID, ["合计", "", "", "500.88"], ["", "经办人签字"]) == []


def test_another_payee_or_account_is_told_and_a_masked_one_is_not():
    sent = {"BF1": Sent(1, "sent", "张三", b"6228")}
    cases = {("张三", "6228"): [], ("张 三", ""): [], ("李四", ""): ["户名与发出的不同"],
             ("张*", "62****28"): [], ("", "6229"): ["账号与发出的不同"]}  # fmt: skip
    for (payee, account), told in cases.items():
        line = AnswerLine(2, "BF1", True, "", 1, payee, account)
        texts = [fault.text for fault in disagreements([line], sent, str.encode)]
        assert texts == told


def test_no_word_means_two_things():
    assert len({*COLUMNS}) == len(COLUMNS)
    assert not {*RESULTS} & {*COLUMNS}
