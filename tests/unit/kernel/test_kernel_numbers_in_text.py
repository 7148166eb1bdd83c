"""Identity, paper and card numbers are found however people write them, and nothing else is taken for one."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from bangfu.kernel.digits_in_text import DRAWN, DRAWN_VALUES, NOUGHTS
from bangfu.kernel.masking import without_numbers
from bangfu.kernel.numbers_in_text import (
    NumberKind,
    holds_number,
    is_somebodys,
    numbers_in,
    say_refused,
)
from makers.people import card, card_number, identity, identity_number

DATA = Path(__file__).parents[2] / "data"
PERSON = identity_number("44098119870512001")
WITH_X = next(
    number
    for number in (identity_number(f"4409811987051{n:04d}") for n in range(1000))
    if number.endswith("X")
)
#: Of somebody whose number holds noughts beside each other.
WITH_O = identity_number("44098120001005001").replace("0", "O")
OLD = PERSON[:6] + PERSON[8:17]
CARD = card(7)
CARD_16 = card_number("622202100100001")


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def parted(number: str, mark: str, *sizes: int) -> str:
    cuts = [sum(sizes[:at]) for at in range(len(sizes) + 1)]
    return mark.join(number[one:other] for one, other in pairwise(cuts))


HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
CAPITAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
CIRCLES = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
SHOPS = str.maketrans("0123456789", "〇〡〢〣〤〥〦〧〨〩")
SMALL = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
IDENTITIES = {
    "as it is": PERSON,
    "with X": WITH_X,
    "with a small x": WITH_X.lower(),
    "in full width": wide(WITH_X),
    "in three parts": parted(PERSON, " ", 6, 8, 4),
    "with dashes": parted(PERSON, "-", 6, 8, 4),
    "with wide dashes": parted(PERSON, "－", 6, 8, 4),
    "with dots": parted(WITH_X, ".", 6, 4, 4, 4),
    "digit by digit": " ".join(PERSON),
    "with what nobody sees": "\u200b".join(PERSON),
    "in Han digits": PERSON.translate(HAN),
    "in circles": PERSON.translate(CIRCLES),
    "in the figures of shops": PERSON.translate(SHOPS),
    "in small figures": WITH_X.translate(SMALL),
    "with letters for noughts": WITH_O,
    "with small letters for noughts": WITH_O.replace("O", "o"),
    "with Han noughts": WITH_O.replace("O", "〇"),
    "in Arabic digits": PERSON.translate(ARABIC),
    "between words": f"王某{PERSON}代领",
    "in brackets": f"（{PERSON}）",
    "behind letters": f"a{PERSON}",
    "between phone numbers": f"13800138000{PERSON}13900139000",
    "one digit wrong": PERSON[:-1] + str((int(PERSON[-1]) + 1) % 10),
    "of fifteen digits": OLD,
    "of fifteen digits in parts": parted(OLD, " ", 6, 6, 3),
    "in words of its own": f"区划{PERSON[:6]}，生日{PERSON[6:10]}年{PERSON[10:12]}月{PERSON[12:14]}日，尾号{PERSON[14:]}",
    "without its last": f"身份证号：{PERSON[:17]}",
}
CARDS = {
    "as it is": CARD,
    "of sixteen": CARD_16,
    "in fours": parted(CARD_16, " ", 4, 4, 4, 4),
    "in fours and three": parted(CARD, "-", 4, 4, 4, 4, 3),
    "with dots": parted(CARD_16, ".", 4, 4, 4, 4),
    "behind six": parted(CARD, " ", 6, 13),
    "digit by digit": " ".join(CARD),
    "in full width": wide(CARD),
    "in circles": CARD.translate(CIRCLES),
    "in the figures of shops": CARD_16.translate(SHOPS),
    "with letters for noughts": CARD_16.replace("0", "O"),
    "with Han noughts": CARD_16.replace("0", "〇"),
    "behind the mark of a list": f"①{CARD_16}",
    "between words": f"卡{CARD}已销户",
    "a passbook of the post": "601234567890123456",
    "a passbook of a rural bank": "8001000012345678901",
    "an account that says so": "账号：990000000012",
}
PAPERS = {
    "of Hong Kong": "H12345678",
    "of Macau, earlier": "m1234567801",
    "permanent, until 2023": "USA110075103101",
    "of Taiwan, earlier": "1234567890(B)",
    "a passport that says so": "护照号E12345678",
}


@pytest.mark.parametrize("how", IDENTITIES)
def test_an_identity_number_is_found(how):
    assert {each.kind for each in numbers_in(IDENTITIES[how])} == {NumberKind.IDENTITY}


@pytest.mark.parametrize("how", CARDS)
def test_a_card_is_found(how):
    assert {each.kind for each in numbers_in(CARDS[how])} == {NumberKind.CARD}


@pytest.mark.parametrize("number", [PERSON, CARD_16])
@pytest.mark.parametrize("mark", ["。", "！", "”“", "】【", "─", "ー", "│", "‧", "→", "    ", "……"])
def test_marks_that_part_a_number_are_no_way_round(number, mark):
    assert holds_number(f"代领人{parted(number, mark, 6, len(number) - 6)}，已核")


@pytest.mark.parametrize("number", [PERSON, CARD_16])
def test_figures_in_capitals_with_circles_and_under_signs_are_no_way_round(number):
    """As amounts and years are written, and with what is drawn over a digit or not at all."""
    written = (
        number.translate(CAPITAL),
        number.translate(HAN).replace("〇", "○"),
        number.translate(HAN).replace("〇", "◯").replace("一", "幺"),
        "\ufe0f\u20e3".join(number),
        "\u3164".join(number),
    )
    assert [text for text in written if not holds_number(f"代领人{text}，已核")] == []


@pytest.mark.parametrize("number", [PERSON, CARD_16])
def test_a_digit_drawn_in_any_way_is_that_digit(number):
    unread = [
        drawn
        for drawn, digit in zip(DRAWN, DRAWN_VALUES, strict=True)
        if not holds_number(f"代领人{number.replace(digit, drawn)}，已核")
    ]
    assert unread == []


@pytest.mark.parametrize("letter", NOUGHTS)
def test_a_letter_behind_a_digit_is_a_nought(letter):
    assert holds_number(f"代领人{PERSON.replace('0', letter)}，已核")


def test_what_is_hidden_is_as_long_as_it_was_written():
    assert without_numbers(f"代领人{PERSON.translate(CIRCLES)}，O型血") == "代领人…，O型血"


@pytest.mark.parametrize("how", PAPERS)
def test_another_paper_is_found(how):
    assert {each.kind for each in numbers_in(PAPERS[how])} == {NumberKind.PAPER}


@pytest.mark.parametrize(
    "text",
    [
        "130503202501155",  # file numbers
        "1305032010011550",
        "44098120100000123",
        "440981201000000123",
        "档案 44098120100000001 与 130503202501155 是同一户",
        "与档案 130503201201155 同一身份证号",
        "13800138000、13900139000",
        "0668-6661234、0668-6667890 转 8001",
        "BF000123-000045-1，BF000123-000046-1",
        "BF000012-F01",
        "202611301234567890123456",  # flow numbers begin with their day
        "2026-11-30 09:15:20.123456",
        "2010-10-31、2010-11-30、2011-03-01",
        "3000 5000 6000 8000",
        "1,355.00、2,710.50、12,000.00、3,600.00",
        "高工发〔2026〕12号、财综〔2026〕1234号",
        "91440981123456789X",  # a works' own code
        "814409811234567890",
        "H20261130",  # a document of a day
        "6228",
        "尾号 0011",
        "壹万贰仟叁佰肆拾伍元陆角柒分，二○二六年十一月三十日",
        "占比 12.50%、33.25%、41.75%，共三千零伍拾户",
        "①2026年！②3000元！③5000元！④13800138000",
        "①13800138000②13900139000③13700137000",
        "符合①②③④⑤⑥⑦⑧⑨各项，不符合⓪",
        "面积 81m²、120m²，CO2、H2O、PM2.5，O型血，2Oct2026",
        "区划440981，2010年05月01日收1201元",
        "9b2f0c1e-1234-4678-9012-123456789012",
        "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678901234567890123456789012",
        "",
    ],
)
def test_nothing_else_is_taken_for_one(text):
    assert numbers_in(text) == ()
    assert without_numbers(text) == text
    assert say_refused(text) == ""


def test_no_file_number_of_any_year_is_taken_for_one():
    """Of fifteen to eighteen characters: division, year, and what is counted."""
    numbers = [
        f"{place}{year}{serial:0{size}d}"
        for place in ("130503", "440981", "449901", "620102")
        for year in range(1985, 2040)
        for size in (5, 6, 7, 8)
        for serial in (1, 1231, 54321, 99999)
    ]
    assert [number for number in numbers if is_somebodys(number)] == []
    assert [number for number in numbers if numbers_in(number)] == []


def test_the_texts_of_the_samples_hold_none():
    """All that is no number of a person or an account, in 300 households of an office as it sent them."""
    texts = []
    for name in ("messy-2025-gb18030.csv", "messy-2025-members-gb18030.csv"):
        with (DATA / name).open(encoding="gb18030", newline="") as file:
            rows = list(csv.reader(file))
        kept = [at for at, head in enumerate(rows[1]) if not _is_numbers(head)]
        texts += [row[at] for row in rows for at in kept if at < len(row)]
    assert len(texts) > 10_000
    assert [text for text in texts if numbers_in(text)] == []


def _is_numbers(head: str) -> bool:
    return any(word in head for word in ("证", "卡", "账", "身份号"))


def test_it_is_told_where_it_begins_and_what_it_is_and_never_said_again():
    told = say_refused(f"代领人{PERSON}")
    assert "第 4 个字起像是身份证号" in told
    assert PERSON not in told
    assert without_numbers(f"代领人{PERSON}，卡{CARD}。") == "代领人…，卡…。"


def test_two_numbers_beside_each_other_are_both_hidden():
    assert without_numbers(f"{PERSON} {identity(3)}、{CARD_16}") == "… …、…"


@pytest.mark.parametrize("part", ["1 ", "44 09 81 ", "1。", "4409811987 ", "1", "1a"])
def test_a_number_after_a_long_text_is_found(part):
    """A cell holds 32,767 characters, and whoever sends one shall not hold the reader: when each digit's place
    was searched through all groups, this took a quarter of an hour.
    """
    long = (part * 32_000)[:32_000]
    assert PERSON not in without_numbers(f"{long}号的人是{PERSON}")
