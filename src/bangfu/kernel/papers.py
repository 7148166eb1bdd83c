"""Papers by which a person is known, told by the shape of their numbers.

Eighteen characters and fifteen digits are judged by `kernel.identity`; their beginning tells which card
it is. The others have no published check character and are known by their shape alone:

- 外国人永久居留证, until 2023: three letters of the nation, twelve digits.
- 港澳居民来往内地通行证: H or M, eight digits, on earlier ones two more for the times of issue.
- 台湾居民来往大陆通行证: eight digits; until 2015 ten digits and a letter in brackets.
- Passports: up to nine letters and digits, five digits at least (ICAO Doc 9303).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from . import identity
from .identity import NumberVerdict
from .phrases import mark, phrase


class Paper(StrEnum):
    RESIDENT_CARD = "resident-card"
    REGION_RESIDENT = "region-resident"
    PERMANENT_RESIDENT = "permanent"
    HONG_KONG_MACAU = "hk-macau"
    TAIWAN = "taiwan"
    PASSPORT = "passport"


TITLES = {
    Paper.RESIDENT_CARD: mark("居民身份证"),
    Paper.REGION_RESIDENT: mark("港澳台居民居住证"),
    Paper.PERMANENT_RESIDENT: mark("外国人永久居留身份证"),
    Paper.HONG_KONG_MACAU: mark("港澳居民来往内地通行证"),
    Paper.TAIWAN: mark("台湾居民来往大陆通行证"),
    Paper.PASSPORT: mark("护照"),
}
_REGIONS = ("810000", "820000", "830000")
_FOREIGNER = "9"
_SHAPES = (
    (Paper.PERMANENT_RESIDENT, re.compile(r"[A-Z]{3}[0-9]{12}")),
    (Paper.HONG_KONG_MACAU, re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?")),
    (Paper.TAIWAN, re.compile(r"[0-9]{8}|[0-9]{10}\([A-Z]\)")),
    (Paper.PASSPORT, re.compile(r"(?=.*[A-Z])(?=(?:.*[0-9]){5})[A-Z0-9]{6,9}")),
)


@dataclass(frozen=True)
class PaperCheck:
    """`paper` is None for what is the number of no paper; `verdict` says what it lacks as an identity number."""

    paper: Paper | None
    verdict: NumberVerdict
    number: str = field(default="", repr=False)

    @property
    def ok(self) -> bool:
        return self.paper is not None


def check(text: str) -> PaperCheck:
    """Judge a number written in ASCII without spaces; small letters are taken as capitals."""
    judged = identity.check(text)
    if judged.ok:
        return PaperCheck(_card(judged.number), judged.verdict, judged.number)
    if judged.verdict is not NumberVerdict.BAD_SHAPE:
        return PaperCheck(None, judged.verdict, judged.number)
    written = text.upper()
    for paper, shape in _SHAPES:
        if shape.fullmatch(written):
            return PaperCheck(paper, NumberVerdict.VALID, written)
    return PaperCheck(None, NumberVerdict.BAD_SHAPE)


def paper_title(code: str) -> str:
    """What people call the paper of this code; "" for none."""
    return phrase(TITLES[Paper(code)]) if code else ""


def _card(number: str) -> Paper:
    if number.startswith(_REGIONS):
        return Paper.REGION_RESIDENT
    return Paper.PERMANENT_RESIDENT if number.startswith(_FOREIGNER) else Paper.RESIDENT_CARD
