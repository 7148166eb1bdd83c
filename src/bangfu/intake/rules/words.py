"""Names, free text, and words of a code list."""

import re

from bangfu.documents.spreadsheets.cells import Cell, Kind
from bangfu.intake.rules import faults
from bangfu.intake.rules.readings import NOTHING, Reading, faulty
from bangfu.kernel.phrases import mark
from bangfu.kernel.text import drop_invisible, fold_width, solid, squeeze
from bangfu.registry.rules.bounds import MOST_CODES
from bangfu.registry.rules.codes import FLAG, CodeList

_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_SPACE_IN_NAME = re.compile(rf"(?<={_HAN}) (?={_HAN})")
_LIST_MARKS = re.compile(r"[、，,;；/]")
_SYNONYM = mark("同义词")
_INVISIBLE_GONE, _SPACES_GONE = mark("去零宽字符"), mark("去空格")
_NARROWED = mark("全角数字")


def read_name(cell: Cell, *, longest: int) -> Reading:
    """A person's name: no spaces between Chinese characters; a Latin name keeps its own."""
    raw = _plain(cell)
    visible = drop_invisible(raw)
    name = _SPACE_IN_NAME.sub("", squeeze(visible))
    if len(name) > longest:
        return faulty(faults.text_too_long(longest))
    steps = ((_INVISIBLE_GONE, visible != raw), (_SPACES_GONE, name != visible))
    return Reading(name, tuple(what for what, is_so in steps if is_so))


def read_text(cell: Cell, *, longest: int) -> Reading:
    raw = _plain(cell)
    text = squeeze(raw)
    if len(text) > longest:
        return faulty(faults.text_too_long(longest))
    return Reading(text, (_SPACES_GONE,) if text != raw else ())


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
    done: list[str] = []
    for part in _LIST_MARKS.split(squeeze(_plain(cell))):
        value, how = _find(part, codes) if part.strip() else ("", ())
        if value is None:
            return faulty(faults.not_in_list(codes.values))
        values += [value] if value and value not in values else []
        done += [each for each in how if each not in done]
    if len(values) > MOST_CODES:
        return faulty(faults.TOO_MANY_CAUSES)
    return Reading(tuple(values), tuple(done)) if values else NOTHING


def read_flag(cell: Cell) -> Reading:
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
    if word in codes.values:
        return word, (_NARROWED if fold_width(raw) != raw else _SPACES_GONE,)
    if word in codes.synonyms:
        return codes.synonyms[word], (_SYNONYM,)
    return None, ()


def _plain(cell: Cell) -> str:
    if cell.kind is Kind.NUMBER and isinstance(cell.value, int | float):
        return repr(cell.value).removesuffix(".0")
    return str(cell.value)
