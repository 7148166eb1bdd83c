from collections.abc import Iterator

import pytest

from bangfu.kernel.phrases import mark, phrase, speak_through

SHORT = mark("资金余额不足 {needed} 元。")


@pytest.fixture
def in_english() -> Iterator[None]:
    before = speak_through({SHORT: "The fund is short of {needed} yuan."}.__getitem__)
    yield
    speak_through(before)


def test_a_sentence_is_its_own_first_language() -> None:
    assert phrase(SHORT, needed="12.00") == "资金余额不足 12.00 元。"


def test_facts_follow_into_the_readers_language(in_english: None) -> None:
    assert phrase(SHORT, needed="12.00") == "The fund is short of 12.00 yuan."


def test_braces_in_a_fact_are_no_places() -> None:
    assert phrase("没有 {name}。", name="{needed}") == "没有 {needed}。"


def test_a_sentence_without_facts_keeps_its_braces() -> None:
    assert phrase("写成 {年份}") == "写成 {年份}"
