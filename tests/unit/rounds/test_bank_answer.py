"""Answers in the words of banks: titles, other heads, totals, returns of 0.00, what is still in hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.documents.spreadsheets.cells import EMPTY
from bangfu.rounds.rules.bank_answer import AnswerLine, Unclear
from bangfu.rounds.rules.bank_disagreements import Sent, disagreements
from bangfu.rounds.rules.bank_totals import Counted, total_faults
from bangfu.rounds.rules.bank_words import COLUMNS, RESULTS, Own, Result
from makers.answers import answer_of

HEADER = ["流水号", "结果", "原因", "金额"]
PAID = ["BF1", "成功", "", "500.88"]
RETURNED = ["BF2", "退回", "户名不符", "0.00"]


def faults(*rows: list[str]) -> list[str]:
    return [fault.text for fault in answer_of(*rows).faults]


def test_titles_and_an_empty_line_stand_above_the_header():
    told = answer_of(["代发结果清单"], ["批次：BF000001-F01"], [], HEADER, PAID)
    assert told.faults == []
    assert [(line.row, line.reference, line.amount_fen) for line in told.lines] == [
        (5, "BF1", 50088)
    ]


def test_heads_of_other_banks_and_their_order():
    rows = [["金额（元）", "处理状态", "业务参考号", "备注"], ["500.88", "交易成功", "BF1", ""]]
    assert answer_of(*rows).lines == [AnswerLine(2, "BF1", True, "", 50088)]


def test_of_two_heads_for_one_column_the_plainer_counts():
    rows = [
        ["流水号", "结果", "备注", "失败原因", "金额"],
        ["BF1", "失败", "代发", "账户已销", "500.88"],
    ]
    (line,) = answer_of(*rows).lines
    assert line.reason == "账户已销"


def test_two_columns_of_one_name_are_refused():
    assert faults([*HEADER, "金额"], [*PAID, "1"]) == ["有两列都是“金额”，请只保留一列"]
    assert faults([*HEADER, "", "金额"], [*PAID, "", "1"]) == ["有两列都是“金额”，请只保留一列"]


@pytest.mark.parametrize("word", [word for word, it in RESULTS.items() if it is Result.PAID])
def test_every_word_for_paid(word):
    assert answer_of(HEADER, ["BF1", word, "", "1"]).lines[0].paid


@pytest.mark.parametrize("word", [word for word, it in RESULTS.items() if it is Result.RETURNED])
def test_every_word_for_returned(word):
    assert not answer_of(HEADER, ["BF1", word, "账号有误", "1"]).lines[0].paid


@pytest.mark.parametrize("word", [word for word, it in RESULTS.items() if it is Result.IN_HAND])
def test_what_the_bank_has_in_hand_waits_for_another_answer(word):
    told = answer_of(HEADER, PAID, ["BF2", word, "", "2"], ["合计", "2笔", "", "502.88"])
    assert (len(told.lines), len(told.in_hand), told.faults) == (1, 1, [])


def test_another_word_is_asked_for_and_nothing_guessed():
    told = answer_of(HEADER, PAID, ["BF2", "疑似成功", "", "1"], ["BF3", "疑似成功", "", "1"])
    assert (told.lines, told.unclear) == ([], Unclear(words=("疑似成功",)))


@pytest.mark.parametrize("word", ["张三已于2025-10-31在柜面领取现金", "6228480000000000", ""])
def test_what_is_no_word_is_told_and_not_asked_for(word):
    told = answer_of(HEADER, ["BF1", word, "", "1"])
    assert told.unclear is None
    assert "不认识" in told.faults[0].text


ITS_OWN = [
    Own("column", "凭证编码", "reference"),
    Own("column", "清算", "result"),
    Own("lacking", "reason", "yes"),
    Own("result", "已清算", "paid"),
    Own("result", "打回", "returned"),
    Own("result", "成功", "returned"),
]


def test_what_a_bank_was_once_asked_is_read():
    rows = [
        ["凭证编码", "清算", "金额"],
        ["BF1", "已 清算", "1"],
        ["BF2", "打回", ""],
        ["BF3", "成功", "1"],
    ]
    told = answer_of(*rows, own=ITS_OWN)
    assert [(line.paid, line.reason) for line in told.lines] == [
        (True, ""), (False, "银行没有写原因"), (True, ""),
    ]  # fmt: skip


def test_columns_that_are_needed_are_asked_for_with_the_heads_that_are_left():
    rows = [
        ["代发结果"],
        ["凭证编码", "清算", "金额", "户名", "12345678"],
        ["BF1", "已清算", "1", "张三", ""],
    ]
    told = answer_of(*rows)
    assert told.unclear == Unclear(("流水号", "结果", "原因"), ("凭证编码", "清算"))
    assert answer_of(["随便", "什么"]).unclear is None


@given(st.lists(st.sampled_from(ITS_OWN)), st.permutations(range(4)))
def test_own_words_never_change_what_shipped_ones_mean(own, order):
    rows = [
        ["流水号", "结果", "原因", "金额"],
        ["BF1", "成功", "", "1"],
        ["BF2", "退回", "无", "0"],
    ]
    told = answer_of(*[[row[at] for at in order] for row in rows], own=own)
    assert [(line.reference, line.paid) for line in told.lines] == [("BF1", True), ("BF2", False)]


def test_a_return_of_nothing_is_a_return_of_all():
    (line,) = answer_of(HEADER, RETURNED).lines
    assert line.amount_fen is None
    assert disagreements([line], {"BF2": Sent(88_00, "sent")}) == []


def test_nothing_paid_is_no_payment():
    told = answer_of(HEADER, ["BF1", "成功", "", "0.00"])
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
        (["合计", "", "", "500.87"], "总金额不符：文件写 500.87，实有 500.88"),
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
    another = ["户名与发出的不同"]
    cases = {("张三", "6228"): [], ("张 三", ""): [], ("李四", ""): another, ("张", ""): another,
             ("张*", "62****28"): [], ("＊三", ""): [], ("张××", ""): [], ("张○", ""): [], ("张ＸＸ", ""): [], ("**", ""): [],
             ("李*", ""): another, ("*四", ""): another, ("", "6229"): ["账号与发出的不同"]}  # fmt: skip
    for (payee, account), told in cases.items():
        line = AnswerLine(2, "BF1", True, "", 1, payee, account)
        texts = [fault.text for fault in disagreements([line], sent, str.encode)]
        assert texts == told


@pytest.mark.parametrize(
    ("total", "told"),
    [
        ("成功笔数：1，成功金额：500.88", []),
        ("合计：共2笔，金额合计：500.88元", []),
        ("成功1笔 失败1笔", []),
        ("成功1笔，金额500.88元，失败1笔，金额0.00元", []),
        ("成功1笔，金额500元，失败1笔，金额0.00元", ["成功金额不符：文件写 500元，实有 500.88"]),
        ("2笔，成功1笔，失败1笔，金额500.88元", []),
        ("成功笔数：2", ["成功笔数不符：文件写 2，实有 1"]),
        ("成功金额：600", ["成功金额不符：文件写 600，实有 500.88"]),
    ],
)
def test_totals_may_tell_what_arrived_and_what_did_not(total, told):
    assert faults(HEADER, PAID, RETURNED, [f"合计 {total}", "", "", ""]) == told


@pytest.mark.parametrize(
    ("amount", "told"), [("500.88", []), ("500.87", ["成功金额不符：文件写 500.87，实有 500.88"])]
)
def test_words_of_totals_and_their_numbers_may_stand_in_cells_of_their_own(amount, told):
    """Nobody is asked what the 1 means that stands in the column of results."""
    total = ["成功笔数", "1", "交易成功金额", amount, "失败笔数", "1", "失败金额", "0.00"]
    header = [*HEADER, "户名", "账号", "摘要", "序号"]
    rows = [[*row, "", "", "", ""] for row in (PAID, RETURNED)]
    assert faults(header, *rows, total) == told
    below = [["总金额", amount, "", ""], ["成功笔数", "1", "", ""]]
    told_of_all = [each.replace("成功金额", "总金额") for each in told]
    assert faults(HEADER, PAID, RETURNED, *below) == told_of_all


def test_an_amount_may_say_that_it_is_above_zero():
    assert answer_of(HEADER, [*PAID[:3], "+500.88"]).lines[0].amount_fen == 500_88


@pytest.mark.parametrize(("kind", "waits"), [("成功", False), ("退回", True), ("", True)])
def test_only_what_came_back_may_be_counted_in_full_where_its_lines_say_nothing(kind, waits):
    """A line that says 0 did not arrive: a sum of what arrived is told at once, never compared later."""
    counted = {
        each: Counted(rows=2, fen=50_000, unsigned=50_000, blank=1) for each in ("", "成功", "退回")
    }
    wrong, later = total_faults(9, [f"{kind}金额：600.00"], EMPTY, counted)
    assert (bool(later), bool(wrong)) == (waits, not waits)


def test_signatures_pages_and_headers_once_more_are_no_lines():
    more = [["第1页 共2页"], HEADER, ["经办人：某", "", "复核：某"], ["注：以银行流水为准"]]
    told = answer_of(HEADER, PAID, *more, RETURNED)
    assert (told.faults, [line.row for line in told.lines]) == ([], [2, 7])


def test_heads_of_two_rows_and_amounts_in_ten_thousands():
    rows = [["代发结果（单位：万元）"], ["流水号", "结果", "", "金额"], ["", "结果", "原因", ""], ["BF1", "成功", "", "0.05"]]  # fmt: skip
    (line,) = answer_of(*rows).lines
    assert line.amount_fen == 50000


def test_an_answer_names_the_file_that_it_is_about():
    told = answer_of(["批次：BF000001-F02"], HEADER, PAID)
    assert told.lines[0].files == {"BF000001-F02"}
    other = {"BF1": Sent(50088, "sent", file="BF000001-F01")}
    (fault,) = disagreements(told.lines, other)
    assert fault.text == "这笔在发放文件 BF000001-F01 里，回单写的是 BF000001-F02"
    assert disagreements(told.lines, {"BF1": Sent(50088, "sent", file="BF000001-F02")}) == []


def test_what_came_back_may_have_no_amount():
    assert answer_of(HEADER, [*RETURNED[:3], ""]).lines[0].amount_fen is None
    assert faults(HEADER, ["BF1", "成功", "", ""]) == ["金额应为数字，以元为单位，最多两位小数"]


def test_no_word_means_two_things():
    assert len({*COLUMNS}) == len(COLUMNS)
    assert not {*RESULTS} & {*COLUMNS}


def test_a_reason_keeps_no_number_of_an_account():
    """It is shown with the round and leaves with the log, where numbers have no place."""
    back = ["BF1", "退回", "账号6222 0212 3456 7890 123已销户", "20.00"]
    (line,) = answer_of(HEADER, back).lines
    assert line.reason == "账号…已销户"
