"""Digits as they stand in a text, however they are written, and what may stand between those of one number."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from .text import fold_width

#: As people write figures of years and amounts, and say them by telephone; circles stand for noughts.
_HAN_DIGITS = "〇零一二三四五六七八九○◯壹贰叁肆伍陆柒捌玖幺貳叄參陸"
_VALUE = dict(zip(_HAN_DIGITS, "001234567890012345678912336", strict=True))
_DIGIT = rf"[\d{_HAN_DIGITS}]"
#: Drawn in circles and brackets, small, and as shops count: seldom meant as digits, so they are read beside the
#: text as it stands. `audit/guards/published.sql` repeats them; a test compares.
DRAWN = (
    "⓪①②③④⑤⑥⑦⑧⑨" "⓿❶❷❸❹❺❻❼❽❾" "➀➁➂➃➄➅➆➇➈" "➊➋➌➍➎➏➐➑➒" "⓵⓶⓷⓸⓹⓺⓻⓼⓽" "⑴⑵⑶⑷⑸⑹⑺⑻⑼" "⒈⒉⒊⒋⒌⒍⒎⒏⒐"
    "⁰¹²³⁴⁵⁶⁷⁸⁹" "₀₁₂₃₄₅₆₇₈₉" "㊀㊁㊂㊃㊄㊅㊆㊇㊈" "㈠㈡㈢㈣㈤㈥㈦㈧㈨" "〡〢〣〤〥〦〧〨〩"
)  # fmt: skip
DRAWN_VALUES = (
    "0123456789" "0123456789" "123456789" "123456789" "123456789" "123456789" "123456789"
    "0123456789" "0123456789" "123456789" "123456789" "123456789"
)  # fmt: skip
#: Letters that stand for a nought behind a digit: Latin, in full width, Cyrillic, Greek.
NOUGHTS = "OoＯｏОоΟο"
_PLAIN = str.maketrans(DRAWN, DRAWN_VALUES)
_OTHERWISE = re.compile(rf"[{DRAWN}{NOUGHTS}]")
_NOUGHT = re.compile(rf"(?<=[\d{_HAN_DIGITS}{NOUGHTS}])[{NOUGHTS}]")
#: What people put between the digits of one number, and what nobody sees there.
_INVISIBLE = r"\u00ad\u0300-\u036f\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
_INVISIBLE += r"\u20e3\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f"
#: Marks of lists and of programs: between the digits of one number they stand all alike.
_LISTING = r"，,；;|｜丨+＋\\＼/／&＆=＝#＃。！!？?…“”\"《》<>＜＞〈〉【】「」\[\]［］{}｛｝^％%@＠$￥`│┃¦∕⁄→●◆■▪"
_DASHES = r"－—–‐―‑−─━ー﹣﹘˗⁻⁃"
_DOTS = r".·•・．‧∙⋅⸱"
_BETWEEN = rf"[\s_\-{_DOTS}、:：*'‘’{_DASHES}~～()（）{_LISTING}{_INVISIBLE}]{{0,6}}"
_RUN = re.compile(rf"{_DIGIT}(?:{_BETWEEN}{_DIGIT}){{11,}}")
_CHECK_X = re.compile(rf"{_BETWEEN}[XxＸｘ×](?![A-Za-z])")
_PLAIN_BETWEEN = re.compile(rf"[\s_\-{_DOTS}{_DASHES}{_LISTING}{_INVISIBLE}]+")
_OF_LISTS = re.compile(rf"[{_LISTING}]")
#: Five digits near each other; fewer are no number of anybody's.
_DIGITS = re.compile(rf"{_DIGIT}(?:.{{0,6}}?{_DIGIT}){{4}}", re.DOTALL)


class Run(NamedTuple):
    """Digits that stand together, however many: what is asked of one place takes no longer for that. `begins`, `ends`:
    from and to in the text; `at`: where each digit is; `groups`: from and to of those with nothing between;
    `group_of`: in which of them each digit is; `x_at`: where an X follows the last, -1 for none.
    """

    text: str
    begins: int
    ends: int
    digits: str
    at: list[int]
    groups: list[tuple[int, int]]
    group_of: list[int]
    x_at: int

    def group(self, digit: int) -> tuple[int, int]:
        """From and to of the group that the digit of this number stands in."""
        return self.groups[self.group_of[digit]]

    def alone(self, begins: int, ends: int) -> bool:
        """Whether there is something between these digits and those beside them."""
        within = begins < ends <= len(self.digits)
        return within and self.group(begins)[0] == begins and self.group(ends - 1)[1] == ends

    def mark(self, number: int) -> str:
        """What stands before the digit of this number, without blanks beside it; "" before the first, behind the
        last and where nothing stands.
        """
        if not 0 < number < len(self.at):
            return ""
        between = self.text[self.at[number - 1] + 1 : self.at[number]]
        return between.strip() or between[:1]

    def lists(self, begins: int, last: int) -> bool:
        """Whether a mark of lists parts these digits. Args: last: the last of them, not the one behind."""
        return _OF_LISTS.search(self.text, self.at[begins], self.at[last]) is not None

    def before(self, length: int) -> str:
        """So many characters in front of it, in plain width."""
        return fold_width(self.text[max(0, self.begins - length) : self.begins])


def every_sign() -> str:
    """Every sign that is read as a digit, for a search elsewhere; letters for noughts stand behind one."""
    decimals = filter(str.isdecimal, map(chr, range(sys.maxunicode + 1)))
    return f"{''.join(decimals)}{_HAN_DIGITS}{DRAWN}"


def readings(text: str) -> tuple[str, ...]:
    """A text, and the same read otherwise where digits are drawn or letters stand for noughts: with plain digits,
    sign for sign. A mark before a number in a list, ① say, is none of its digits in the first, and is in the second.
    """
    if not _OTHERWISE.search(text):
        return (text,)
    plain = _NOUGHT.sub("0", text.translate(_PLAIN))
    return (text,) if plain == text else (text, plain)


def runs_in(text: str) -> Iterator[Run]:
    """Twelve digits and more that only marks part, in the order of the text."""
    return (_read(text, hit) for hit in _RUN.finditer(text))


def _read(text: str, hit: re.Match[str]) -> Run:
    at = [place for place in range(*hit.span()) if text[place].isdecimal() or text[place] in _VALUE]
    digits = "".join(
        _VALUE.get(text[place]) or str(unicodedata.decimal(text[place])) for place in at
    )
    cuts = [number for number, (one, other) in enumerate(pairwise(at), 1) if other - one > 1]
    groups = list(pairwise([0, *cuts, len(at)]))
    group_of = [number for number, (one, other) in enumerate(groups) for _ in range(one, other)]
    x = _CHECK_X.match(text, hit.end())
    return Run(text, *hit.span(), digits, at, groups, group_of, x.end() - 1 if x else -1)


def may_hold_number(text: str) -> bool:
    """Whether enough digits stand near each other: in most texts by far they don't."""
    return _DIGITS.search(text) is not None


def of_plain_marks(text: str) -> bool:
    """Whether only such marks stand in it as people put between the parts of one number."""
    return _PLAIN_BETWEEN.fullmatch(text) is not None
