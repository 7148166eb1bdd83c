from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bangfu.kernel import identity
from bangfu.kernel.identity import NumberVerdict, Sex, check, check_character

BIRTHS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@st.composite
def valid_numbers(draw):
    area = draw(st.integers(min_value=110000, max_value=659999))
    order = draw(st.integers(min_value=0, max_value=999))
    seventeen = f"{area}{draw(BIRTHS):%Y%m%d}{order:03d}"
    return seventeen + check_character(seventeen)


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), Sex.FEMALE),
        ("440524188001010014", date(1880, 1, 1), Sex.MALE),
    ],
)
def test_the_published_examples(number, born, sex):
    judged = check(number)
    assert (judged.verdict, judged.birth_date, judged.sex) == (NumberVerdict.VALID, born, sex)


@given(valid_numbers())
def test_a_small_x_is_the_same_number(number):
    assert check(number.lower()).number == number


@given(valid_numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, place, shift):
    wrong = str((int(number[place]) + shift) % 10)
    assert not check(number[:place] + wrong + number[place + 1 :]).ok


@given(valid_numbers(), st.integers(0, 15))
def test_two_swapped_neighbours_are_always_found(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assume(swapped != number)
    assert not check(swapped).ok


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(1999, 12, 31)), st.integers(0, 999))
def test_fifteen_digits_become_nineteen_something(born, order):
    judged = check(f"110105{born:%y%m%d}{order:03d}")
    assert judged.verdict is NumberVerdict.UPGRADED
    assert judged.birth_date == born
    assert check(judged.number).verdict is NumberVerdict.VALID


def test_a_day_that_never_was():
    seventeen = "11010519900230001"
    assert check(seventeen + check_character(seventeen)).verdict is NumberVerdict.BAD_BIRTH_DATE


@pytest.mark.parametrize(
    "text", ["", "1101051949123100", "１１０１０５１９４９１２３１００２X", "٣" * 18, "X" * 18]
)
def test_misshapen(text):
    assert check(text).verdict is NumberVerdict.BAD_SHAPE


def test_a_number_never_shows_in_a_repr():
    judged = check("11010519491231002X")
    assert judged.number not in repr(judged)
    assert "1949" not in repr(judged)


def test_check_character_agrees_with_iso_7064():
    """The standard's own definition, worked another way: the whole is 1 modulo 11."""
    number = "11010519491231002" + check_character("11010519491231002")
    digits = [10 if each == "X" else int(each) for each in number]
    assert sum(each * pow(2, 17 - at) for at, each in enumerate(digits)) % 11 == 1
    assert identity.complete("110105491231002") == number
