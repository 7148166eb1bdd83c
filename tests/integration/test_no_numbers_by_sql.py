"""What reaches the public, the log and addresses holds no number of anybody's, whoever writes the SQL."""

from __future__ import annotations

import json
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction

from bangfu.acts.refusals import constraint_of
from bangfu.kernel.digits_in_text import DRAWN, DRAWN_VALUES
from bangfu.kernel.numbers_in_text import NumberKind, numbers_in
from bangfu.scope.actors import acting, operator
from makers.people import card, card_number, identity
from makers.tables import Net
from unit.kernel.test_kernel_numbers_in_text import CARD_16, CARDS, IDENTITIES, PERSON

pytestmark = pytest.mark.django_db

#: What the database leaves to the program: without a check digit, or by words and signs before or between.
BY_PROGRAM = {
    "with what nobody sees", "in Arabic digits", "in words of its own", "between phone numbers", "one digit wrong",
    "of fifteen digits", "of fifteen digits in parts", "without its last", "a passbook of the post",
    "a passbook of a rural bank", "an account that says so",
}  # fmt: skip


@pytest.fixture
def net(db) -> Net:
    return Net()


def by_sql(text: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select audit_holds_number(%s)", [text])
        return cursor.fetchone()[0]


def test_the_database_knows_what_the_program_knows_by_a_check_digit():
    written = {**IDENTITIES, **CARDS}
    assert {how for how, text in written.items() if not by_sql(text)} - BY_PROGRAM == set()


def test_what_the_database_refuses_the_program_refuses():
    """No refusal that the program could not have told at a field."""
    files = [f"{place}{year}{n:0{size}d}" for place in ("130503", "440981") for year in (1999, 2025)
             for size in (5, 6, 7, 8) for n in range(0, 100_000, 997)]  # fmt: skip
    others = [str(10**15 * lead + 7_919_191_919 * n) for lead in range(1, 10) for n in range(200)]
    with connection.cursor() as cursor:
        cursor.execute(
            "select t from unnest(%s::text[]) t where audit_holds_number(t)", [files + others]
        )
        refused = [row[0] for row in cursor.fetchall()]
    assert refused
    assert [text for text in refused if not numbers_in(text)] == []
    assert set(refused) & set(files) == set()


#: Digits as they are drawn, of which the database knows as much as the program.
SIGNS = f"{DRAWN}〇一二三四五六七八九OО"
VALUES = f"{DRAWN_VALUES}012345678900"
MARKS = (*" -－.·_,，;；|｜+＋\\＼/／&=#", "  ", ", ")
SIZES = ((6, 8, 4), (4, 4, 4, 4), (4, 4, 4, 4, 3), (6, 13), (6, 10), (3, 15), (4, 14), (1,) * 19, (2,) * 9, (5, 5, 8))  # fmt: skip


def parted_anyhow(draw: Random, number: str) -> str:
    sizes, mark, text, at = draw.choice(SIZES), draw.choice(MARKS), "", 0
    for size in sizes:
        text += (mark if text else "") + number[at : at + size]
        at += size
    return text + number[at:]


def drawn_anyhow(draw: Random, text: str) -> str:
    """Some of its digits, or all, as a circle, a figure or a letter."""
    every = draw.random() < 0.5
    others = {
        digit: [at for at, value in zip(SIGNS, VALUES, strict=True) if value == digit]
        for digit in "0123456789"
    }
    return "".join(
        draw.choice(others[sign]) if sign in others and (every or draw.random() < 0.5) else sign
        for sign in text
    )


def texts_drawn(seed: int, many: int) -> list[str]:
    """Numbers of all kinds, right and wrong, in one and in parts, beside each other, between words."""
    draw, texts = Random(seed), []
    while len(texts) < many:
        told = [
            identity(draw.randrange(900)),
            card(draw.randrange(900)),
            card_number(f"62{draw.randrange(10**13):013d}"),
            f"{draw.choice(('130503', '440981', '620102'))}{draw.randrange(1985, 2040)}{draw.randrange(10**7):07d}",
            f"{draw.randrange(10**17, 10**18)}",
            f"{draw.randrange(10**15, 10**16)}",
            f"1{draw.randrange(3 * 10**9, 10**10)}",
            f"{draw.randrange(1, 10**6) / 100:,.2f}",
            "、".join(str(1000 * draw.randrange(3, 9) + draw.randrange(900) + n) for n in range(4)),
            draw.choice(MARKS).join(str(3000 + draw.randrange(900) + n) for n in range(4)),
        ]
        chosen = draw.sample(told, draw.randrange(1, 4))
        written = [parted_anyhow(draw, one) if draw.random() < 0.5 else one for one in chosen]
        written = [drawn_anyhow(draw, one) if draw.random() < 0.3 else one for one in written]
        between = draw.choice((*MARKS, "、", "，王某", "（", "号", "X", "a"))
        texts.append(draw.choice(("", "见", "x", "9 ")) + between.join(written))
    return texts


def by_sql_each(texts: list[str]) -> list[bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select audit_holds_number(t) from unnest(%s::text[]) with ordinality as u(t, n) order by n",
            [texts],
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("seed", range(4))
def test_of_any_text_the_database_refuses_no_more_than_the_program(seed):
    texts = texts_drawn(seed, 3_000)
    refused = [text for text, held in zip(texts, by_sql_each(texts), strict=True) if held]
    assert len(refused) > 300
    assert [text for text in refused if not numbers_in(text)] == []


@pytest.mark.parametrize("mark", MARKS)
def test_both_know_a_number_parted_by_any_mark(mark):
    texts = [
        f"代领人{mark.join(cut)}，已核"
        for cut in (
            (PERSON[:6], PERSON[6:14], PERSON[14:]),
            tuple(PERSON),
            (CARD_16[:4], CARD_16[4:8], CARD_16[8:12], CARD_16[12:]),
            (CARD_16[:6], CARD_16[6:]),
            tuple(CARD_16),
        )
    ]
    assert [text for text in texts if not numbers_in(text)] == []
    assert by_sql_each(texts) == [True] * len(texts)


@pytest.mark.parametrize("number", [PERSON, CARD_16])
def test_the_database_reads_the_digits_that_the_program_reads(number):
    texts = [
        f"代领人{number.replace(digit, sign)}，已核"
        for sign, digit in zip(SIGNS, VALUES, strict=True)
    ]
    assert by_sql_each(texts) == [True] * len(texts)
    notes = [json.dumps({"note": text}, ensure_ascii=False) for text in texts]
    assert {refused_by(ENTRY, "1", note) for note in notes} == {"entry_holds_no_number"}


def test_ids_beside_each_other_in_the_log_are_nobodys():
    """A list of ids would else be joined to a card now and then, and its act could not be told."""
    ids = [[int(CARD_16[at : at + 4]) for at in (0, 4, 8, 12)], [int(one) for one in CARD_16]]
    with acting(operator()), connection.cursor() as cursor:
        for each in ids:
            cursor.execute(ENTRY, ["1", json.dumps({"cases": each})])
    assert refused_by(ENTRY, "1", json.dumps({"cases": [int(CARD_16)]})) == "entry_holds_no_number"
    assert refused_by(ENTRY, "1", json.dumps({PERSON: 1})) == "entry_holds_no_number"


def refused_by(sql: str, *values: object) -> str:
    with (
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
        acting(operator()),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)
    return constraint_of(refused.value)


ENTRY = """insert into audit_entry (actor, role, action, subject_kind, subject, detail, era, xid, digest)
           values ('x', 'machine', 'registry.read', 'household', %s, %s, 0, 0, '')"""


@pytest.mark.parametrize("how", sorted({**IDENTITIES, **CARDS}.keys() - BY_PROGRAM))
def test_the_log_holds_no_number_however_it_is_written(how):
    number = {**IDENTITIES, **CARDS}[how]
    assert refused_by(ENTRY, number, "{}") == "entry_holds_no_number"
    assert refused_by(ENTRY, "1", json.dumps({"note": number})) == "entry_holds_no_number"
    told = json.dumps({"note": number}, ensure_ascii=False)
    assert refused_by(ENTRY, "1", told) == "entry_holds_no_number"


def test_the_log_holds_what_it_is_for():
    digest = "a1b2c3d4e5f6" + card(1)[:16] + "ff"
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(
            ENTRY, ["44098120100000001", f'{{"digest": "{digest}", "day": "2026-11-30"}}']
        )


NOTICE = """insert into notices_notice (kind, union_id, number, token, posted_on, ends_on, working_days,
            contact, entries, by_user_id, system) select 'determination', id, 'x1号', 't1', '2010-10-31',
            '2010-11-08', 5, %s, %s, 1, '' from organisations_union where code = 'E'"""


def test_a_notice_holds_no_number(net):
    entries = f'[{{"seq": 1, "name": "王××", "union_kind": "{identity(4)}"}}]'
    assert refused_by(NOTICE, f"找 {identity(3)}", "[]") == "notice_holds_no_number"
    assert refused_by(NOTICE, "高州市总工会 0668-6661234", entries) == "notice_holds_no_number"


def test_no_file_is_numbered_by_a_person_or_a_card(net):
    sql = """insert into registry_household (file_no, union_id, area_code, head_name, opened_on, system)
             select %s, id, '449901', '甲', '2010-05-01', '' from organisations_union where code = 'E'"""
    assert refused_by(sql, identity(5)) == "file_no_is_nobodys"
    assert refused_by(sql, card_number("622202100100001")) == "file_no_is_nobodys"
    with acting(operator()), connection.cursor() as cursor:
        cursor.execute(sql, ["44990120100000001"])


def test_kinds_are_told_apart():
    assert [each.kind for each in numbers_in(f"{PERSON}，{card(2)}")] == [
        NumberKind.IDENTITY,
        NumberKind.CARD,
    ]
