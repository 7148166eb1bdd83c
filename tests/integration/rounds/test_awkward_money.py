"""Money that goes wrong on the way: a reserve too short, an answer cut short or oddly written."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import ProgrammingError, connection
from money_checks import balances, holds

from bangfu.documents.workbooks import SheetSpec, build_workbook
from bangfu.funds.commands.post_each import post_each
from bangfu.funds.commands.post_transfers import Posting, post_transfers
from bangfu.funds.enums import Movement
from bangfu.funds.errors import FundOverdrawn, KeyReused
from bangfu.funds.models import Transfer
from bangfu.rounds.answer_errors import AnswerRefused
from bangfu.rounds.models import Payment, Round
from bangfu.rounds.queries.answer_file import answer_sheets
from bangfu.rounds.simulated_bank import answer_rows
from bangfu.scope.actors import acting, operator
from makers import payees, rounds

pytestmark = pytest.mark.django_db
BRING_SCOPE = """
insert into rounds_payment (household_id, round_id, award_id, amount_fen, bank, card_secret_id, card_index,
  reference, state, bank_reason, released_by_id, tier1, tier2, system)
select household_id, round_id, id, amount_fen, bank, card_secret_id, card_index,
  'BF' || audit_era_code(), 'released', '', %s, tier1, %s, '' from rounds_award
"""
TODAY = payees.TODAY


@pytest.fixture
def world() -> payees.World:
    return payees.make_world()


@pytest.fixture
def sent(world) -> tuple[Round, list[list[str]]]:
    """A round of three that went to the bank, and the bank's good answer."""
    payees.families(world, 3)
    round_ = rounds.released(world)
    return round_, answer_rows(rounds.send(world, round_))


def states(round_: Round) -> list[str]:
    with acting(operator()):
        payments = Payment.objects.filter(award__round=round_)
        return sorted(payments.values_list("state", flat=True))


def test_a_reserve_one_fen_short_releases_nothing(world):
    payees.families(world, 2)
    round_ = rounds.rostered(world, total=400_000)
    taken = Posting(world.fund.pk, Movement.UNRESERVE, 1, "slip", "一分")
    with acting(operator()):
        post_transfers([taken], day=TODAY, by=operator())
    before = balances(world)
    with pytest.raises(FundOverdrawn):
        rounds.release(world, round_)
    assert balances(world) == before
    assert states(round_) == []
    assert rounds.again(world, round_).state == "rostered"
    back = Posting(world.fund.pk, Movement.RESERVE, 1, "back", "一分")
    with acting(operator()):
        post_transfers([back], day=TODAY, by=operator())
    rounds.release(world, round_)
    assert balances(world).clearing == 400_000
    holds()


def test_a_batch_posts_once_and_refuses_other_content_under_its_key(world):
    payees.families(world, 2)
    round_ = rounds.released(world)
    with acting(operator()):
        acts = Payment.objects.filter(award__round=round_).values_list("reference", "amount_fen")
        common = {"fund_id": world.fund.pk, "day": TODAY, "by": operator()}
        assert post_each(acts, movement=Movement.CLEAR, **common) == 0
        assert Transfer.objects.filter(reason="clear").count() == 2
        other = acts.values_list("reference", "award__sequence")
        with pytest.raises(KeyReused):
            post_each(other, movement=Movement.CLEAR, **common)
    holds()


def test_a_payment_that_brings_another_jurisdiction_is_refused(world):
    """Rows may bring their scope columns; they must be those of their household."""
    payees.families(world, 1)
    round_ = rounds.rostered(world)
    released_by, stranger = world["releaser"].user_id, world.unions["huazhou"].pk
    with acting(world["releaser"]):
        Round.objects.filter(pk=round_.pk).update(state="released", released_by_id=released_by)
    refused = pytest.raises(ProgrammingError, match="out of scope")
    with refused, acting(world["releaser"]), connection.cursor() as cursor:
        cursor.execute(BRING_SCOPE, [released_by, stranger])
    with acting(world["releaser"]), connection.cursor() as cursor:
        cursor.execute(BRING_SCOPE, [released_by, world.unions["gaozhou"].pk])


def answered(world: payees.World, round_: Round, name: str, data: bytes) -> str:
    """What became of an answer file: its counts, or what was said against it."""
    try:
        taken = rounds.take_sheets(world, round_, answer_sheets(data, name))
    except AnswerRefused as refused:
        return str(refused)
    return f"{taken.paid}/{taken.returned}/{taken.waiting}"


def delimited(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_an_answer_is_read_in_the_encodings_that_banks_use(world, sent, encoding):
    round_, rows = sent
    assert answered(world, round_, "a.csv", delimited(rows, encoding)) == "3/0/0"
    assert states(round_) == ["paid"] * 3
    holds()


def test_trailing_blanks_change_nothing_not_even_which_answer_it_is(world, sent):
    round_, rows = sent
    padded = [[*row, "", ""] for row in rows] + [["", " ", ""], []]
    assert answered(world, round_, "a.csv", delimited(padded)) == "3/0/0"
    book = build_workbook([SheetSpec("回单", rows[0], rows[1:])])
    assert answered(world, round_, "a.xlsx", book) == "3/0/0"
    with acting(operator()):
        assert Transfer.objects.filter(reason="pay").count() == 3
    holds()


def test_an_answer_cut_in_the_middle_of_a_row_is_refused_whole(world, sent):
    round_, rows = sent
    data = delimited(rows[:-1])
    before = balances(world)
    said = answered(world, round_, "a.csv", data[: data.rindex(b",")])
    assert "一笔也没有入账" in said
    assert "第 4 行" in said
    assert balances(world) == before
    assert states(round_) == ["sent"] * 3


def test_an_answer_cut_between_rows_tells_how_many_are_still_waited_for(world, sent):
    round_, rows = sent
    assert answered(world, round_, "a.csv", delimited(rows[:3])) == "2/0/1"
    assert states(round_) == ["paid", "paid", "sent"]
    assert answered(world, round_, "b.csv", delimited(rows)) == "1/0/0"  # two were counted before
    assert states(round_) == ["paid"] * 3
    holds()


def test_an_empty_answer_is_refused(world, sent):
    round_, rows = sent
    assert "没有任何回单记录" in answered(world, round_, "a.csv", delimited(rows[:1]))
