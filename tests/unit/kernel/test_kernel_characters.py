"""Characters of old systems, against Python's own tables of the same bytes where it has them."""

import unicodedata

import pytest

from bangfu.kernel.characters import PRIVATE, RADICALS, has_unknown, one_dot, standard_characters

#: The bytes of U+E815 … U+E864 in GBK, in that order.
TRAILS = [trail for trail in range(0x50, 0xA1) if trail != 0x7F]


def test_what_gbk_kept_private_is_what_the_same_bytes_mean_today():
    assert [*PRIVATE] == [*range(0xE815, 0xE865)]
    for trail, (private, character) in zip(TRAILS, PRIVATE.items(), strict=True):
        today = bytes([0xFE, trail]).decode("gb18030")
        assert today in (character, chr(private))  # sixteen became characters after that table


@pytest.mark.parametrize("private", ["\ue863", "\ue81e", "\ue816", "\ue864"])
def test_nothing_private_is_left_of_them(private):
    assert not has_unknown(standard_characters(private))
    assert unicodedata.category(standard_characters(private)) == "Lo"


def test_a_radical_becomes_the_character_that_looks_alike():
    assert standard_characters("⾼⼭⽟⻢⻰") == "高山玉马龙"
    assert all(unicodedata.category(character) == "Lo" for character in RADICALS.values())


def test_what_stands_for_itself_stays():
    text = "高玉山 ①㎡ ABC 阿不力孜·买买提 𠮷"
    assert standard_characters(text) == text
    assert one_dot(text) == text


@pytest.mark.parametrize("dot", "•‧∙⋅●・．･.")
def test_every_dot_of_a_name_is_one(dot):
    assert one_dot(f"买买提{dot}依明") == "买买提·依明"


def test_a_full_stop_of_a_latin_name_is_its_own():
    assert one_dot("J. SMITH") == "J. SMITH"
