"""Names, free text, and words of a code list."""

import re

from bangfu.documents.spreadsheets.cells import Cell, Kind
from bangfu.documents.tables import names
from bangfu.documents.tables.faults import text_too_long
from bangfu.documents.tables.names import SPACES_GONE, STANDARD, doubt_of
from bangfu.documents.tables.readings import NOTHING, Reading, faulty
from bangfu.intake.rules import faults
from bangfu.kernel.characters import standard_characters
from bangfu.kernel.numbers_in_text import holds_number
from bangfu.kernel.phrases import mark
from bangfu.kernel.text import fold_width, solid, squeeze
from bangfu.registry.rules.bounds import MOST_CODES
from bangfu.registry.rules.codes import DISABILITY, DISABILITY_GRADE, FLAG, CodeList

_CIRCLED = "\u2460-\u249b"  # ① to ⒛, ⑴ and ⒈ among them
_LIST_MARKS = re.compile(rf"[、，,;；/]|(?<!^)(?=[{_CIRCLED}])")
#: 6.患…, (6)患…, ⑥患…, 六、患…, 6 患…: the number of a word, as forms print it in front.
_IN_FRONT = re.compile(
    rf"^(?:[(]?\d{{1,2}}[.、):,]|\d{{1,2}}(?![\d.])|[{_CIRCLED}][.、:,]?|[(]?[一二三四五六七八九十]{{1,2}}[.、):,])"
)
_NUMBERS_IN_LIST = re.compile(r"(?:^|(?<=[、，,;；/\s]))[(（]?[0-9０-９]{1,2}[.、)）．:：,，]\s*")
_NUMBER_GONE = mark("去序号")
SYNONYM = mark("同义词")
_NARROWED = mark("全角数字")
_KIND_AND_GRADE = re.compile(rf"({'|'.join(DISABILITY.values)})(?:残疾)?[(]?([一二三四1234])级?")


def read_name(cell: Cell, *, longest: int) -> Reading:
    """A person's name, of `longest` characters at most; dots and spaces as `tables.names` has
    them.
    """
    return _without_number(names.read_name(_plain(cell), longest=longest))


def read_text(cell: Cell, *, longest: int) -> Reading:
    """Free text of `longest` characters at most, in standard characters; what is not standard in
    it is a doubt.
    """
    raw = _plain(cell)
    squeezed = squeeze(raw)
    text = standard_characters(squeezed)
    if len(text) > longest:
        return faulty(text_too_long(longest))
    steps = ((SPACES_GONE, squeezed != raw), (STANDARD, text != squeezed))
    done = tuple(what for what, is_so in steps if is_so)
    return _without_number(Reading(text, done, doubt=doubt_of(text)))


def _without_number(reading: Reading) -> Reading:
    """Numbers have columns of their own, which are sealed."""
    return faulty(faults.NUMBER_INSIDE) if holds_number(str(reading.value or "")) else reading


def read_code(cell: Cell, codes: CodeList) -> Reading:
    """A word of the list, or another word that has exactly one meaning there."""
    raw = _plain(cell)
    value, done = _find(raw, codes)
    if value is None:
        return faulty(faults.not_in_list(codes.values))
    return Reading(value or None, done)


def read_codes(cell: Cell, codes: CodeList) -> Reading:
    """Three words of the list at most, joined by 、 or another separator."""
    values: list[str] = []
    listed = squeeze(_plain(cell))
    words = _NUMBERS_IN_LIST.sub("", listed)
    done = [_NUMBER_GONE] if words != listed else []
    for part in _parts(words, codes):
        value, how = _find(part, codes) if part.strip() else ("", ())
        if value is None:
            return faulty(faults.not_in_list(codes.values))
        values += [value] if value and value not in values else []
        done += [each for each in how if each not in done]
    if len(values) > MOST_CODES:
        return faulty(faults.TOO_MANY_CAUSES)
    return Reading(tuple(values), tuple(done)) if values else NOTHING


def _parts(listed: str, codes: CodeList) -> list[str]:
    """Parted by marks; where that gives what is no word, by spaces and new lines as well."""
    parts = _LIST_MARKS.split(listed)
    if all(_find(part, codes)[0] is not None for part in parts if part.strip()):
        return parts
    return [word for part in parts for word in part.split()]


def disability_of(word: str) -> tuple[str, str]:
    """Kind and grade of what is printed in one, '' for what it doesn't say."""
    printed = _KIND_AND_GRADE.match(word)
    if printed is None:
        return "", ""
    return printed[1], DISABILITY_GRADE.synonyms.get(printed[2], printed[2])


def read_flag(cell: Cell) -> Reading:
    """是 or 否, by their synonyms, or the cell's own truth value; blank is not known."""
    if isinstance(cell.value, bool):
        return Reading(cell.value)
    value, done = _find(_plain(cell), FLAG)
    return (
        faulty(faults.not_in_list(FLAG.values)) if value is None else Reading(value == "是", done)
    )


def _find(raw: str, codes: CodeList) -> tuple[str | None, tuple[str, ...]]:
    if raw in codes.values:
        return raw, ()
    word = solid(raw)
    if word not in codes.values and word not in codes.synonyms:
        printed = _IN_FRONT.sub("", word)
        if printed != word and (printed in codes.values or printed in codes.synonyms):
            return codes.synonyms.get(printed, printed), (_NUMBER_GONE,)
    if word in codes.values:
        return word, (_NARROWED if fold_width(raw) != raw else SPACES_GONE,)
    if word in codes.synonyms:
        return codes.synonyms[word], (SYNONYM,)
    return None, ()


def _plain(cell: Cell) -> str:
    if cell.kind is Kind.NUMBER and isinstance(cell.value, int | float):
        return repr(cell.value).removesuffix(".0")
    return str(cell.value)
