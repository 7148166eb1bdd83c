import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.kernel.cards import luhn_ok
from bangfu.kernel.divisions import NATION, NotADivision, fallback, lies_within
from bangfu.kernel.masking import (
    hide_numbers,
    mask_card,
    mask_identity,
    mask_name,
    mask_phone,
)

CODES = st.integers(min_value=1, max_value=999_999).map("{:06d}".format)


@pytest.mark.parametrize("number", ["4539578763621486", "6011000990139424"])
def test_luhn_accepts_published_test_cards(number):
    assert luhn_ok(number)


@given(st.text("0123456789", min_size=12, max_size=18), st.integers(1, 9))
def test_luhn_has_one_right_last_digit(start, shift):
    right = [digit for digit in "0123456789" if luhn_ok(start + digit)]
    assert len(right) == 1
    assert not luhn_ok(start + str((int(right[0]) + shift) % 10))


@pytest.mark.parametrize("number", ["", "1234", "９９００００", "9900 0064 3425 8507 109"])
def test_what_is_no_card_number(number):
    assert not luhn_ok(number)


def test_own_then_city_then_province():
    assert fallback("440981") == ("440981", "440900", "440000")
    assert fallback("440900") == ("440900", "440000")
    assert fallback("440000") == ("440000",)


@given(CODES)
def test_the_nation_is_never_in_force(code):
    assert NATION not in fallback(code)
    assert fallback(NATION) == ()


@given(CODES)
def test_every_place_lies_within_each_of_its_fallbacks(code):
    assert all(lies_within(code, place) for place in fallback(code))


@pytest.mark.parametrize("code", ["", "44098", "4409810", "44098a", "４４０９８１"])
def test_what_is_no_division(code):
    with pytest.raises(NotADivision):
        fallback(code)


@given(st.text("0123456789X", max_size=20))
def test_an_identity_number_shows_six_digits_at_most(number):
    masked = mask_identity(number)
    assert len(masked) == len(number)
    assert sum(letter != "●" for letter in masked) <= 6


@given(st.text("0123456789", max_size=22))
def test_a_card_shows_four_digits_at_most(number):
    assert sum(letter != "●" for letter in mask_card(number)) <= 4


def test_masks_as_they_look():
    assert mask_identity("11010519491231002X") == "110105" + "●" * 12
    assert mask_card("9900006434258507109").endswith("●7109")
    assert mask_phone("10079887250") == "●●●●●●●●●50"
    assert mask_name("") == ""


@pytest.mark.parametrize(
    ("name", "shown"),
    [("黄强贵", "黄××"), ("叶军", "叶××"), ("上官文飞", "上官××"), ("司马", "司××")],
)
def test_names_for_public_notices(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002X",
        "110105 19491231 002x",
        "110105-1949-1231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105\u300019491231\u3000002X",
        "9900 0064 3425 8507 109",
        "13800000000",
    ],
)
def test_a_number_that_may_be_somebodys_is_hidden_however_it_is_grouped(written):
    assert hide_numbers(f"卡{written}已销户.csv") == "卡…已销户.csv"


@pytest.mark.parametrize("written", ["2010-10-31 440981", "20101031-440981 高州", "BF000001-F01"])
def test_a_day_with_the_number_of_a_place_stays(written):
    assert hide_numbers(written) == written
