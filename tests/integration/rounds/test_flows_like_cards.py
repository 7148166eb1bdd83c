"""A bank's own flow numbers look like cards: an honest answer with them is read whole, and none is kept or shown.

Somebody's number in any column of an answer is kept and shown nowhere either.
"""

from __future__ import annotations

import pytest
from asking_pages import as_officer, bring, upload
from django.db import connection

from bangfu.documents.delimited import build_delimited
from bangfu.documents.spreadsheets.cells import sheet_of_texts
from bangfu.kernel.numbers_in_text import holds_number
from bangfu.organisations.queries import today
from bangfu.rounds.answer_errors import AnswerRefused
from bangfu.rounds.commands.take_bank_answers import take_bank_answers
from bangfu.rounds.models import Payment, Round
from bangfu.rounds.rules import bank_words
from bangfu.scope.actors import acting, operator
from makers import payees, rounds
from makers.people import card_number
from security.number_shapes import SHAPES, Shape, drawn, holds
from security.sight import everything_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_as_is")]
#: Of nineteen and seventeen digits, that begin as cards do and end in Luhn's digit.
FLOWS = [
    card_number("621010311122233344"),
    card_number("4020101031112223"),
    card_number("621010311122233355"),
]
OURS, THEIRS = "流水号", "业务流水号"
COLUMNS = (*bank_words.REQUIRED, bank_words.PAYEE, bank_words.ACCOUNT, bank_words.FILE, "柜员附注")


@pytest.fixture
def sent() -> tuple[payees.World, Round, list[str]]:
    """A round of three that went to the bank, and its references."""
    world = payees.make_world()
    payees.families(world, 3)
    round_ = rounds.released(world)
    return world, round_, [row[1] for row in rounds.send(world, round_)[1:-1]]


def rows_of(references: list[str], **more: list[str]) -> list[list[str]]:
    """An answer in which all arrived but the last; further columns by their heads."""
    told = [["成功", ""]] * (len(references) - 1) + [["退回", "账户已销"]]
    lines = [
        [reference, *what, "2000.00"] for reference, what in zip(references, told, strict=True)
    ]
    further = zip(*more.values(), strict=True) if more else [()] * len(lines)
    return [
        [OURS, "结果", "原因", "金额", *more],
        *([*line, *beside] for line, beside in zip(lines, further, strict=True)),
    ]


def standing() -> list[tuple[str, str]]:
    with acting(operator()):
        return list(Payment.objects.order_by("reference").values_list("state", "bank_reason"))


def tables_holding(numbers: list[str]) -> list[str]:
    """In clear, in any table, be it a text or bytes."""
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        holding = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'select t::text from "{table}" t')
            text = "\n".join(row[0] for row in cursor.fetchall())
            if any(each in text or each.encode().hex() in text for each in numbers):
                holding.append(table)
        return holding


def test_flows_are_taken_for_cards():
    assert all(holds_number(flow) for flow in FLOWS)


@pytest.mark.parametrize("head", [THEIRS, "参考号", "核心交易流水"])
def test_an_honest_answer_with_flows_like_cards_is_read_whole(head, sent):
    """A second reference, known by its head or not, stands before or behind ours."""
    world, round_, references = sent
    behind = rows_of(references, **{head: FLOWS})
    before = [[row[-1], *row[:-1]] for row in behind]
    assert upload(world, round_, "回单.csv", build_delimited(before)).status_code == 302
    assert standing() == [("paid", ""), ("paid", ""), ("returned", "账户已销")]
    assert tables_holding(FLOWS) == []
    again = bring(world, round_, ("再来.csv", build_delimited(before)))
    assert again.status_code == 302
    assert "/answer/" not in again.url


def test_a_flow_in_the_reason_is_left_out_and_the_rest_kept(sent):
    world, round_, references = sent
    rows = rows_of(references)
    rows[-1][2] = f"账户已销，原交易 {FLOWS[0]}"
    assert upload(world, round_, "回单.csv", build_delimited(rows)).status_code == 302
    assert standing()[-1] == ("returned", "账户已销，原交易 …")
    assert tables_holding(FLOWS) == []


def test_an_answer_by_flows_alone_is_refused_by_its_rows(sent):
    world, round_, _references = sent
    refused = bring(world, round_, ("回单.csv", build_delimited(rows_of(FLOWS))))
    page = everything_in(refused)
    assert refused.status_code == 422
    assert page.count("本批没有这个流水号") >= len(FLOWS)
    assert [flow for flow in FLOWS if flow in page] == []
    assert tables_holding(FLOWS) == []


@pytest.mark.parametrize(("at", "column"), list(enumerate(COLUMNS)))
def test_a_number_in_any_column_is_shown_and_kept_nowhere(at, column, sent, caplog):
    """Taken in where nobody reads the column or it is compared, refused where it says something wrong."""
    world, round_, references = sent
    for shape in drawn(at):
        rows = _with(rows_of(references), column, shape)
        brought = bring(
            world, round_, (f"回单{shape.text.replace('/', '')}.csv", build_delimited(rows))
        )
        shown = everything_in(brought)
        if brought.status_code == 302:
            shown += everything_in(_asked_next(world, brought.url))
        assert not holds(shown), repr(shape)
        assert not holds(caplog.text), repr(shape)
        assert tables_holding([shape.text]) == [], repr(shape)


def _with(rows: list[list[str]], column: str, shape: Shape) -> list[list[str]]:
    """The second line has it in that column, which is added where it is not usual."""
    if column not in rows[0]:
        rows = [[*row, column if at == 0 else ""] for at, row in enumerate(rows)]
    rows[2][rows[0].index(column)] = shape.text
    return rows


def _asked_next(world: payees.World, url: str):
    return as_officer(world, "releaser").get(url)


def test_the_command_line_repeats_none_either(sent):
    world, round_, _references = sent
    for shape in SHAPES:
        with pytest.raises(AnswerRefused) as refused:
            take_bank_answers(
                round_id=round_.pk,
                files=[(f"{shape.text}.csv", [sheet_of_texts(rows_of([shape.text] * 3))])],
                version=None,
                on=today(),
                by=world["releaser"],
            )
        assert not holds(str(refused.value)), repr(shape)
