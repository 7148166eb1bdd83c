"""Citizen identity numbers: GB 11643, check character by ISO 7064 MOD 11-2.

Fifteen-digit numbers, given out until 1999, are read as 19yy and completed to eighteen.
Published examples: 11010519491231002X, 440524188001010014.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from operator import mul

_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_CHECK_CHARACTERS = "10X98765432"
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_FIFTEEN = re.compile(r"[0-9]{15}")


class Sex(StrEnum):
    MALE = "男"
    FEMALE = "女"


class NumberVerdict(StrEnum):
    """What can be said of a number by looking at it alone."""

    VALID = "valid"
    UPGRADED = "upgraded"  # fifteen digits, completed
    BAD_SHAPE = "bad-shape"
    BAD_CHECK = "bad-check"
    BAD_BIRTH_DATE = "bad-birth-date"  # though the check character fits


@dataclass(frozen=True)
class IdentityCheck:
    """`number` has eighteen characters unless misshapen; birth date and sex are given when `ok`."""

    verdict: NumberVerdict
    number: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    sex: Sex | None = None

    @property
    def ok(self) -> bool:
        return self.verdict in (NumberVerdict.VALID, NumberVerdict.UPGRADED)


def check(text: str) -> IdentityCheck:
    """Judge an identity number written in ASCII without spaces; a small x is taken as X."""
    written = text.upper()
    if _FIFTEEN.fullmatch(written):
        return _judge(complete(written), NumberVerdict.UPGRADED)
    if not _EIGHTEEN.fullmatch(written):
        return IdentityCheck(NumberVerdict.BAD_SHAPE)
    return _judge(written, NumberVerdict.VALID)


def complete(fifteen: str) -> str:
    """Write a fifteen-digit number with its century and check character."""
    seventeen = fifteen[:6] + "19" + fifteen[6:]
    return seventeen + check_character(seventeen)


def check_character(seventeen: str) -> str:
    """The eighteenth character that belongs to the first seventeen digits."""
    total = sum(map(mul, _WEIGHTS, map(int, seventeen)))
    return _CHECK_CHARACTERS[total % 11]


def _judge(number: str, good: NumberVerdict) -> IdentityCheck:
    if check_character(number[:17]) != number[17]:
        return IdentityCheck(NumberVerdict.BAD_CHECK, number)
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return IdentityCheck(NumberVerdict.BAD_BIRTH_DATE, number, None, sex)
    return IdentityCheck(good, number, born, sex)
