from hypothesis import given
from hypothesis import strategies as st

from bangfu.kernel.text import (
    ascii_digits,
    drop_apostrophe,
    drop_invisible,
    fold_width,
    solid,
    squeeze,
    trim,
)


def test_a_reason_of_nothing_visible_is_none():
    assert trim("\u200b \u3000\ufeff\n") == ""
    assert trim("\u3000同意。\n资金不足 \u200b") == "同意。\n资金不足"


def test_what_offices_type():
    assert solid(" ３７９９８２ 1980\u3000０1０１ ") == "37998219800101"
    assert squeeze("\u200b赵\u3000\u3000雪 红\ufeff") == "赵 雪 红"
    assert drop_apostrophe("'3799") == "3799"
    assert fold_width("（本人）") == "(本人)"


def test_what_is_left_alone_on_purpose():
    assert fold_width("①㎡٣") == "①㎡٣"
    assert not ascii_digits("٣٤")
    assert not ascii_digits("１２")
    assert not ascii_digits("")


@given(st.text())
def test_squeezing_twice_changes_nothing(text):
    assert squeeze(squeeze(text)) == squeeze(text)
    assert drop_invisible(drop_invisible(text)) == drop_invisible(text)


@given(st.text())
def test_solid_text_has_no_space(text):
    assert not any(letter.isspace() for letter in solid(text))
