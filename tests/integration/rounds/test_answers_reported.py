"""Answers as banks write them, from public reports of trouble (tests/data/reports): each pays what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from money_checks import holds

from bangfu.documents.spreadsheets import read_workbook
from bangfu.rounds.answer_errors import AnswerRefused
from bangfu.rounds.rules.payment_table import HEADER
from makers import payees, rounds

pytestmark = pytest.mark.django_db
REPORTS = Path(__file__).parents[2] / "data" / "reports"
#: What the files speak of, in place of which a test's own payment stands.
REFERENCE, FILE, AMOUNT = "BF000001-000001-1", "BF000001-F01", "500.88"


@pytest.fixture
def world() -> payees.World:
    world = payees.make_world()
    payees.families(world, 1)
    return world


def answer(world: payees.World, name: str, **other: str):
    """The file as it lies there, but for reference, file number and amount."""
    round_ = rounds.released(world)
    _heads, row, *_totals = rounds.send(world, round_)
    sent = dict(zip(HEADER, row, strict=True))
    own = {
        **other,
        REFERENCE: sent["流水号"],
        FILE: sent["流水号"].partition("-")[0] + "-F01",
        AMOUNT: sent["金额（元）"],
    }
    text = (REPORTS / name).read_bytes().decode("gb18030")
    for theirs, ours in own.items():
        text = text.replace(theirs, ours)
    sheets = read_workbook(text.encode("gb18030"), name).sheets
    return rounds.take_sheets(world, round_, sheets)


@pytest.mark.parametrize(
    ("name", "paid", "returned"),
    [
        ("answer-title-lines.csv", 1, 0),
        ("answer-total-line.csv", 1, 0),
        ("answer-returned-zero.csv", 0, 1),
    ],
)
def test_it_is_read_as_a_person_reads_it(world, name, paid, returned):
    taken = answer(world, name)
    assert (taken.paid, taken.returned, taken.waiting) == (paid, returned, 0)
    holds()


def test_a_total_that_is_another_sends_the_answer_back(world):
    with pytest.raises(AnswerRefused, match="第 3 行总金额不符：文件写 1"):
        answer(world, "answer-total-line.csv", **{"合计,,,500.88": "合计,,,1.00"})
