"""The header of a register: which of the two forms its heads are of, and which field each means."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from bangfu.documents.spreadsheets.cells import Sheet
from bangfu.documents.tables.amounts import Per
from bangfu.documents.tables.headers import (
    Heads,
    head_word,
    headers_from,
    headers_within,
    look_up,
    meaning,
    titles_above,
    with_units,
    without_titles,
)
from bangfu.documents.tables.units import period_of_heads, unit_of_heads, unit_of_lines
from bangfu.intake.rules.meanings import NONE, Meanings, form_field, not_needed, own_field
from bangfu.intake.rules.sides import sides_of
from bangfu.intake.rules.twins import Column, Nearness, nearness_of, parted
from bangfu.kernel.masking import HIDDEN, hide_numbers
from bangfu.kernel.text import fold_width
from bangfu.registry.rules.form import FORMS, MEMBER_FORM, WORKER_FORM, Field, Form, ValueKind

FEWEST_KNOWN = 4  # heads that a header shows at least
_NUMBERING = ("序号", "编次", "序", "No", "NO")
#: Columns that this program puts before rows that it sends back.
WHY, HOW = "退回原因", "如何修改"
_UNTOLD = (*_NUMBERING, WHY, HOW)  # no column of the form, and nobody need be told
At = TypeVar("At", bound=tuple[Any, ...])  # begins with its place
Columns = tuple[tuple[int, Field], ...]
BELOW_A_NUMBER = re.compile(r"[0-9]+[.\-][0-9]+")  # 1.1 beneath 1
#: A worker's column that is a member's too, where the sheet has none of his own.
SHARED = {"own_income_fen": "income_fen", "employer": "workplace"}


@dataclass(frozen=True)
class Header:
    """`first` and `last` row, from 0; `columns` are (place, field) in sheet order.

    `renamed`: head as written, name in the form; `unknown`: place and head of columns that lead to no
    field; `units`: by place, of amounts that are counted in something else than yuan. `meanings`: what
    the union has said of its own heads; `told`: head and attribute of columns that are read by it.
    `numbering`: the place of 序号; `seconds`: further columns for a field that has one; `otherwise`:
    places of amounts whose heads say another period than the form's; `members`: of a sheet of whole households, the same heads as those of
    members; `beside`: the heads of a member who stands beside the worker on each line.
    """

    form: Form
    first: int
    last: int
    columns: Columns
    renamed: tuple[tuple[str, str], ...] = field(default=())
    unknown: tuple[tuple[int, str], ...] = field(default=())
    units: Mapping[int, int] = field(default_factory=dict)
    meanings: Meanings = field(default_factory=dict, repr=False)
    told: tuple[tuple[str, str], ...] = ()
    numbering: int | None = None
    seconds: tuple[Column, ...] = ()
    otherwise: frozenset[int] = frozenset()
    members: "Header | None" = None
    beside: "Header | None" = None


def find_header(sheet: Sheet, meanings: Meanings = NONE) -> Header | None:
    """The first rows that show enough heads of a form; of two forms the one with more."""
    for begun in headers_within(sheet):
        best, heads = _best(sheet, begun, meanings)
        if len(best.columns) >= FEWEST_KNOWN:
            header = _beneath_titles(sheet, best, heads)
            if header.first > best.first:  # where a title was counted, it may reach further down
                best, heads = _best(sheet, headers_from(sheet, header.first), meanings)
                header = _beneath_titles(sheet, best, heads)
            return header
    return None


def _best(sheet: Sheet, begun: Sequence[Heads], meanings: Meanings) -> tuple[Header, Heads]:
    headers = [(_header(form, heads, meanings), heads) for heads in begun for form in FORMS]
    return max(headers, key=lambda each: _weight(each[0], sheet.name))


def _beneath_titles(sheet: Sheet, header: Header, heads: Heads) -> Header:
    """The same columns in as few rows as they need, counted in what the titles say."""
    whole = _whole(header.form, heads, header.meanings)

    def says_the_same(shorter: Heads) -> bool:
        return _columns(_whole(header.form, shorter, header.meanings)) == _columns(whole)

    heads = with_units(sheet, without_titles(sheet, heads, says_the_same))
    unit = unit_of_lines(titles_above(sheet, heads)) or 1
    return _whole(header.form, heads, header.meanings, unit)


def _whole(form: Form, heads: Heads, meanings: Meanings, unit: int = 1) -> Header:
    """With the heads of members, where the sheet holds whole households."""
    if sides := sides_of(heads, meanings):
        worker, member = (
            _header(each, side, meanings, unit) for each, side in zip(FORMS, sides, strict=True)
        )
        return replace(worker, beside=member)
    worker, member = (_header(each, heads, meanings, unit) for each in FORMS)
    if _of_households(worker, member):
        return _with_members(worker, member)
    return worker if form is WORKER_FORM else member


def _columns(header: Header) -> list[tuple[Columns, list[tuple[int, Field, int]]]]:
    """What it reads where, whatever words lead there."""
    every = (each for each in (header, header.members, header.beside) if each)
    return [
        (each.columns, [(at.place, at.field, at.nearness) for at in each.seconds]) for each in every
    ]


def _of_households(worker: Header, member: Header) -> bool:
    """Heads for workers and for members in one: what a worker must have, and relations or numbers."""
    attrs = {column.attr for _, column in worker.columns}
    complete = all(column.attr in attrs for column in WORKER_FORM.fields if column.required)
    related = any(column.attr == "relation" for _, column in member.columns)
    return complete and (related or worker.numbering is not None)


def _with_members(worker: Header, member: Header) -> Header:
    """What one of them reads is not unknown; incomes stand in one column, and so do places of work."""
    read = {place for place, _ in (*worker.columns, *member.columns)}
    unknown = tuple(each for each in worker.unknown if each[0] not in read)
    own = {column.attr for _, column in member.columns}
    shared = [
        Column(place, MEMBER_FORM.by_attr[SHARED[column.attr]], column.zh, Nearness.OTHERS)
        for place, column in worker.columns
        if column.attr in SHARED
    ]
    member = replace(
        member,
        columns=_in_order(
            member.columns, ((at.place, at.field) for at in shared if at.field.attr not in own)
        ),
        seconds=_in_order(member.seconds, (at for at in shared if at.field.attr in own)),
        unknown=(),
        renamed=(),
        units={**worker.units, **member.units},
        otherwise=worker.otherwise | member.otherwise,
    )
    return replace(worker, unknown=unknown, members=member)


def _in_order(known: Iterable[At], more: Iterable[At]) -> tuple[At, ...]:
    """By their places, of each place one."""
    return tuple(each for _, each in sorted({at[0]: at for at in (*more, *known)}.items()))


def _weight(header: Header, sheet_name: str) -> tuple[int, bool, int]:
    """More heads; then the form that the sheet is called by; then fewer rows."""
    return len(header.columns), header.form.kind.value in sheet_name, -header.last


def _header(form: Form, heads: Heads, meanings: Meanings, table_unit: int = 1) -> Header:
    columns: list[Column] = []
    unknown: list[tuple[int, str]] = []
    for place, words in enumerate(heads.of):
        meant, written = meaning(words, lambda word: own_field(form, meanings, word))
        if meant is None:
            word = fold_width(written).strip()
            silent = word in _UNTOLD or not_needed(form, meanings, word)
            unknown += [(place, word)] if word and not silent else []
            continue
        columns.append(Column(place, meant, written, nearness_of(form, words, meant)))
    first, seconds = parted(columns)
    otherwise = {
        place
        for place, column, _head, _nearness in columns
        if column.kind is ValueKind.AMOUNT
        and period_of_heads(heads.of[place]) not in ("", Per.MONTH if column.monthly else Per.YEAR)
    }
    units = {
        place: unit
        for place, column, _head, _nearness in columns
        if column.kind is ValueKind.AMOUNT
        and (unit := unit_of_heads(heads.of[place]) or table_unit) != 1
    }
    return Header(
        form,
        heads.first,
        heads.last,
        tuple((each.place, each.field) for each in first),
        tuple((each.head, each.field.zh) for each in columns if each.head != each.field.zh),
        tuple(unknown),
        units,
        meanings,
        tuple(
            (each.head, each.field.attr) for each in columns if field_of(form, each.head) is None
        ),
        next((at for at, words in enumerate(heads.of) if _numbers(words)), None),
        tuple(each._replace(head=head_shown(each.head)) for each in seconds),
        frozenset(otherwise),
    )


def _numbers(words: tuple[str, ...]) -> bool:
    return any(head_word(head) in _NUMBERING for head in words)


def field_of(form: Form, head: str) -> Field | None:
    """The field that a head means, whatever its marks, numbering and unit."""
    return look_up(head, lambda word: form_field(form, word))


def head_shown(head: str) -> str:
    """A head that holds what may be somebody's number is no head, and is kept by no word of it."""
    return HIDDEN if hide_numbers(head) != head else head
