"""Administrative division codes (GB/T 2260): six digits, province, city, county by pairs."""

import re

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

NATION = "000000"  # national means carry it; it is never in force anywhere
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)
_CODE = re.compile(r"[0-9]{6}")
#: Of the National Bureau of Statistics: a town's nine digits, a village's twelve.
_OF_STATISTICS = re.compile(r"([0-9]{6})(?:[0-9]{3}|[0-9]{6})")


class NotADivision(BangfuError):
    """The text is no six-digit division code."""

    def __init__(self, code: str) -> None:
        super().__init__(phrase("行政区划代码应为六位数字"))
        self.code = code


def first_six(text: str) -> str:
    """The county's, city's or province's code that a longer one of statistics begins with; else the text."""
    longer = _OF_STATISTICS.fullmatch(text)
    return longer[1] if longer else text


def fallback(code: str) -> tuple[str, ...]:
    """The codes whose standards hold at a place, nearest first: own, city, province.

    '440981' gives ('440981', '440900', '440000'); '000000' gives none.

    Raises:
        NotADivision: not six digits.
    """
    if not _CODE.fullmatch(code):
        raise NotADivision(code)
    steps = (code, code[:4] + "00", code[:2] + "0000")
    return tuple(step for step in dict.fromkeys(steps) if step != NATION)


def places_reaching(code: str) -> tuple[str, ...]:
    """The same for what may be no code at all; nothing reaches that."""
    return fallback(code) if _CODE.fullmatch(code) else ()


def lies_within(code: str, place: str) -> bool:
    """Whether the place of `code` is `place` or below it."""
    return place in fallback(code)


def in_a_province(code: str) -> bool:
    """Whether the first two digits are a province's; a typing slip is seen there."""
    return code[:2] in PROVINCES
