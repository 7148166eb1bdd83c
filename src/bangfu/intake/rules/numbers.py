"""Identity, card, phone, file and division numbers.

A number cell has lost what goes beyond fifteen digits: 100 identity numbers in a row become 7.
Nothing is ever repaired there; the office types the number again, as text.
"""

import re

from bangfu.documents.spreadsheets.cells import Cell, Kind
from bangfu.documents.tables.readings import Fault, Reading, faulty
from bangfu.intake.rules import faults
from bangfu.kernel import cards, divisions, identity, papers
from bangfu.kernel.numbers_in_text import is_somebodys
from bangfu.kernel.phrases import mark
from bangfu.kernel.text import ascii_digits, drop_apostrophe, drop_invisible, fold_width, solid
from bangfu.registry.rules.bounds import FIRST_YEAR, LAST_YEAR

#: What stands in a cell in place of a number that there is not.
STROKES = frozenset(["-", "--", "—", "——", "–", "/", "\\"])
NONE_THERE = frozenset(["无", "没有", "暂无"])
_EXACT_BELOW = 10**15
_SCIENTIFIC = re.compile(r"[0-9]\.?[0-9]*E\+?[0-9]{1,2}", re.IGNORECASE)
#: As programs write a column of numbers into a text file: 440981.0; longer ones have lost digits.
_WITH_DECIMALS = re.compile(r"([0-9]{1,15})\.0{1,2}")
_FILE_NO = re.compile(r"[0-9A-Za-z-]{1,30}")
_FIRST_SIX = mark("取前六位")
_COUNTRY = re.compile(r"^(?:\+86|0086)")
_HYPHENS = re.compile(r"[-—–‐]")
_MOBILE_DIGITS = 11
_LONGEST_LANDLINE = 12
_FROM_NUMBER = mark("数字存的号码")
_NO_CHECK_DIGIT = mark("校验位不符，照录，请对照原件")
_AS_NUMBER = mark("以数字存放，照录，请对照原件")
_TAKEN_AS = {
    papers.Paper.REGION_RESIDENT: mark("按港澳台居民居住证登记"),
    papers.Paper.PERMANENT_RESIDENT: mark("按外国人永久居留身份证登记"),
    papers.Paper.HONG_KONG_MACAU: mark("按港澳居民来往内地通行证登记，请对照原件"),
    papers.Paper.TAIWAN: mark("按台湾居民来往大陆通行证登记，请对照原件"),
    papers.Paper.PASSPORT: mark("按护照登记，请对照原件"),
}
_TIDIED = (
    mark("去零宽字符"),
    mark("全角数字"),
    mark("去空格"),
    mark("去前导撇号"),
    mark("去连字符"),
)

_IDENTITY_FAULTS = {
    identity.NumberVerdict.BAD_CHECK: faults.BAD_CHECK,
    identity.NumberVerdict.BAD_SHAPE: faults.BAD_IDENTITY_SHAPE,
    identity.NumberVerdict.BAD_BIRTH_DATE: faults.BAD_IDENTITY_DATE,
}


def as_digits(cell: Cell) -> str:
    """A number cell written out, for masking; the last digits of long ones are not the true ones."""
    return format(cell.value, ".0f") if isinstance(cell.value, int | float) else str(cell.value)


def read_identity(cell: Cell) -> Reading:
    """The number of an identity card, eighteen characters, fifteen digits completed as 19yy; or of another
    paper (`kernel.papers`), whose kind is told.
    """
    if lost := _lost(cell):
        return faulty(lost)
    text, done = _tidy(str(cell.value))
    if text in STROKES or text in NONE_THERE:
        return faulty(faults.NUMBER_BLANK)
    judged = papers.check(text)
    if judged.paper is None:
        return faulty(_IDENTITY_FAULTS[judged.verdict])
    if text != text.upper():
        done.append(mark("小写x") if text[:-1].isdigit() else mark("小写字母"))
    if judged.verdict is identity.NumberVerdict.UPGRADED:
        done.append(mark("十五位旧号升十八位"))
    return Reading(judged.number, tuple(done), doubt=_TAKEN_AS.get(judged.paper, ""))


def read_card(cell: Cell) -> Reading:
    """A card number, or a passbook's account, which has no check digit."""
    if _is_large(cell) or _looks_scientific(cell):
        return faulty(faults.DIGITS_LOST)
    text, done = _number_or_text(cell, hyphens=True)
    if len(text) == 18 and identity.check(text).ok:
        return faulty(faults.CARD_IS_IDENTITY)
    if not cards.card_shaped(text):
        return faulty(faults.BAD_CARD_SHAPE)
    doubt = "" if cards.luhn_ok(text) else _NO_CHECK_DIGIT
    if cell.kind is Kind.NUMBER:
        doubt = _AS_NUMBER  # zeros in front of it would be gone
    return Reading(text, tuple(done), doubt=doubt)


def read_phone(cell: Cell) -> Reading:
    """A mobile number of eleven digits, or a landline with its area code."""
    text, done = _number_or_text(cell, hyphens=True)
    text = _COUNTRY.sub("", text)
    if not ascii_digits(text):
        return faulty(faults.PHONE_UNREADABLE)
    longest = _LONGEST_LANDLINE if text.startswith("0") else _MOBILE_DIGITS
    shortest = _MOBILE_DIGITS - 1 if text.startswith("0") else _MOBILE_DIGITS
    if shortest <= len(text) <= longest:
        return Reading(text, tuple(done))
    return faulty(faults.PHONE_SHORT if len(text) < shortest else faults.PHONE_LONG)


def read_file_no(cell: Cell) -> Reading:
    """A file number; as a number cell only while it is short enough to be exact."""
    if _is_large(cell) or _looks_scientific(cell):
        return faulty(faults.DIGITS_LOST)
    text, done = _number_or_text(cell)
    if not _FILE_NO.fullmatch(text):
        return faulty(faults.BAD_FILE_NO)
    return faulty(faults.FILE_NO_IS_NUMBER) if is_somebodys(text) else Reading(text, tuple(done))


def read_area_code(cell: Cell) -> Reading:
    """Six digits that stand for a division; whether it still exists is asked elsewhere. The longer codes of
    statistics, down to a town or a village, begin with their county's.
    """
    text, done = _number_or_text(cell)
    if (begins := divisions.first_six(text)) != text:
        text, done = begins, [*done, _FIRST_SIX]
    if len(text) == 6 and ascii_digits(text) and text != divisions.NATION:
        return Reading(text, tuple(done))
    return faulty(faults.BAD_AREA_CODE)


def read_year(cell: Cell) -> Reading:
    """Four digits, 年 behind them or not, within the years that a file can tell of."""
    text, done = _number_or_text(cell)
    text, done = text.removesuffix("年"), [] if cell.kind is Kind.NUMBER else done
    if len(text) == 4 and ascii_digits(text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return Reading(int(text), tuple(done))
    return faulty(faults.BAD_YEAR)


def _lost(cell: Cell) -> Fault | None:
    """Why a cell that should hold a long number as text is beyond reading."""
    if _is_large(cell) or _looks_scientific(cell):
        return faults.DIGITS_LOST
    return faults.STORED_AS_NUMBER if cell.kind is not Kind.TEXT else None


def _is_large(cell: Cell) -> bool:
    return isinstance(cell.value, int | float) and abs(cell.value) >= _EXACT_BELOW


def _looks_scientific(cell: Cell) -> bool:
    text = cell.value
    if not isinstance(text, str) or (text.isascii() and text.isdigit()):
        return False
    return bool(_SCIENTIFIC.fullmatch(solid(text)))


def _number_or_text(cell: Cell, *, hyphens: bool = False) -> tuple[str, list[str]]:
    if cell.kind is Kind.NUMBER:
        return as_digits(cell), [_FROM_NUMBER]
    if written := _WITH_DECIMALS.fullmatch(solid(str(cell.value))):
        return written[1], [_FROM_NUMBER]
    return _tidy(str(cell.value), hyphens=hyphens)


def _tidy(raw: str, *, hyphens: bool = False) -> tuple[str, list[str]]:
    """Without dress, and what was taken away."""
    if raw.isascii() and raw.isalnum():  # most by far
        return raw, []
    visible = drop_invisible(raw)
    folded = fold_width(visible)
    bare = solid(visible)
    text = drop_apostrophe(bare)
    joined = _HYPHENS.sub("", text) if hyphens else text
    taken = (visible != raw, folded != visible, bare != folded, text != bare, joined != text)
    return joined, [what for what, is_so in zip(_TIDIED, taken, strict=True) if is_so]
