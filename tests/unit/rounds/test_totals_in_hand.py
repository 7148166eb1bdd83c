"""A bank that totals an answer before all its lines are decided."""

from __future__ import annotations

import pytest

from makers.answers import answer_of

HEADER = ["流水号", "结果", "原因", "金额"]
PAID = ["BF1", "成功", "", "500.88"]
RETURNED = ["BF2", "退回", "户名不符", "300.00"]
IN_HAND = ["BF3", "处理中", "", "100.00"]


@pytest.mark.parametrize(
    ("rows", "yuan", "right"),
    [
        ("1笔", "500.88", True),  # what was paid alone
        ("2笔", "800.88", True),  # with what came back
        ("3笔", "900.88", True),  # all
        ("3笔", "900.00", False),
        ("1笔", "600.88", False),
        ("4笔", "900.88", False),
    ],
)
def test_while_lines_are_in_hand_a_total_may_leave_them_out(rows, yuan, right):
    told = answer_of(HEADER, PAID, RETURNED, IN_HAND, ["合计", rows, "", yuan])
    assert (told.faults == []) is right


def test_once_nothing_is_in_hand_a_total_is_of_all():
    told = answer_of(HEADER, PAID, RETURNED, ["合计", "1笔", "", "500.88"])
    assert len(told.faults) == 2
