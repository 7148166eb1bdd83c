"""What digits say by themselves: whether they number a person or a bank's account, or rather a file, a works."""

from __future__ import annotations

from datetime import date

from .cards import luhn_ok
from .divisions import PROVINCES

_FIRST_BIRTH, _LAST_BIRTH = 1880, 2059
_FIRST_FILED, _LAST_FILED = 1980, 2059
_FOREIGNER = "9"
_REGIONS = ("810000", "820000", "830000")
_OF_BANKS = frozenset("345689")
#: How accounts begin that have no check digit, by how long they are: of the post, of rural banks, of old cards.
_WITHOUT_CHECK = {18: ("60",), 19: ("60", "62", "80", "81", "82", "84", "86", "95", "99")}


def is_old_number(fifteen: str) -> bool:
    """Nobody born in 1920: file numbers of 2001 to 2012 begin so."""
    return of_a_place(fifteen) and fifteen[6:8] != "20" and is_birth("19" + fifteen[6:12])


def of_bank(number: str) -> bool:
    """Sixteen to nineteen digits that begin as accounts do and end in Luhn's digit, or begin as those without."""
    if number[0] not in _OF_BANKS or _like_file(number) or _like_credit_code(number):
        return False
    return luhn_ok(number) or number[:2] in _WITHOUT_CHECK.get(len(number), ())


def _like_file(number: str) -> bool:
    """A division and a year before up to eight digits; 62 is Gansu and every card of UnionPay's."""
    if len(number) > 18 or not of_a_place(number):
        return False
    if number[2:4] > "30" and number[2:4] not in ("90", "99"):
        return False
    if number.startswith("62") and number[2:4] > "12":
        return False
    return _FIRST_FILED <= int(number[6:10]) <= _LAST_FILED


def _like_credit_code(number: str) -> bool:
    """统一社会信用代码 without a letter: who registered it, a division behind two digits."""
    return (
        len(number) == 18
        and number[0] in "589"
        and number[1] in "1239"
        and number[2:4] in PROVINCES
    )


def of_a_place(number: str) -> bool:
    """Whether it begins with a province, or as a foreigner's with a 9 before it."""
    if number[0] == _FOREIGNER:
        return number[1:3] in PROVINCES
    return number[:2] in PROVINCES and (number[0] != "8" or number[:6] in _REGIONS)


def is_birth(eight: str) -> bool:
    """Whether eight digits are a day on which somebody alive may have been born."""
    try:
        born = date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return False
    return _FIRST_BIRTH <= born.year <= _LAST_BIRTH
