import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.kernel.money import NotAnAmount, format_yuan, parse_yuan, plain_yuan, read_yuan

FEN = st.integers(min_value=-(10**15), max_value=10**15)


@given(FEN)
def test_what_is_written_reads_back_exactly(fen):
    assert parse_yuan(format_yuan(fen)) == fen
    assert parse_yuan(plain_yuan(fen)) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [("0", 0), ("1460", 146_000), ("0.1", 10), ("1,234.56", 123_456), ("-0.07", -7), ("−5", -500)],
)
def test_plain_amounts(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1.234",
        "1,2,00",
        "12,34",
        "１２",
        "٣",
        "1e3",
        "--1",
        "1.",
        ".5",
        "nan",
        "1_000",
        "9" * 16,
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(NotAnAmount):
        parse_yuan(text)


@pytest.mark.parametrize(
    ("text", "fen"),
    [("８００", 80_000), ("800 元", 80_000), ("￥1，000.5", 100_050), ("１，０００元整", 100_000)],
)
def test_amounts_as_people_type_them(text, fen):
    assert read_yuan(text) == fen


@pytest.mark.parametrize("text", ["", "元", "￥", "8百元", "800元人", "٣元", "1.234元"])
def test_dress_alone_or_other_words_are_refused(text):
    with pytest.raises(NotAnAmount):
        read_yuan(text)


def test_how_amounts_are_written():
    assert format_yuan(123_456_789) == "1,234,567.89"
    assert format_yuan(-5) == "\u22120.05"
    assert plain_yuan(-123_456) == "-1234.56"
