"""Where the tables are in a sheet: the header row under its titles, and what each column is."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count

from bangfu.documents.spreadsheets.cells import Cell, Sheet, Workbook
from bangfu.documents.spreadsheets.merging import cell_at, fill_down
from bangfu.documents.tables.headers import is_blank
from bangfu.intake.rules.headers import (
    BELOW_A_NUMBER,
    Columns,
    Header,
    field_of,
    find_header,
    head_shown,
)
from bangfu.intake.rules.meanings import NONE, ROWS_LOOKED_AT, Meanings, fitting
from bangfu.intake.rules.parting import below, beside
from bangfu.intake.rules.values import CellReader
from bangfu.kernel.phrases import mark, phrase
from bangfu.kernel.text import solid
from bangfu.registry.rules.form import WORKER_FORM, Field, Form, FormKind

_LONGEST_NUMBERED = 24  # characters of a sheet's name before what is added to it


@dataclass(frozen=True)
class TableRef:
    """Where rows are: the file, and the sheet in it ('' in a delimited file)."""

    file: str
    sheet: str


@dataclass(frozen=True)
class Table:
    """A sheet understood.

    `rows` show what is merged in each of its rows, and `filled` says in which columns of a row;
    `written` are the rows as they are in the file; those before `begins` are another table's;
    `hidden` ones nobody sees. `beside_sheet`: what the members' half of the sheet is
    called, where they stand beside the workers.
    """

    ref: TableRef
    header: Header
    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)
    begins: int = 0
    filled: Mapping[int, Collection[int]] = field(default_factory=dict, repr=False)
    written: tuple[tuple[Cell, ...], ...] = field(default=(), repr=False)
    typed: bool = True
    since_1904: bool = False
    hidden: frozenset[int] = frozenset()
    beside_sheet: str = ""

    @property
    def form(self) -> Form:
        """Which form it is: workers or members."""
        return self.header.form

    @property
    def columns(self) -> Columns:
        """Which column of the form stands where, from 0."""
        return self.header.columns

    @cached_property
    def members(self) -> "Table | None":
        """The same rows as those of members, where the sheet holds whole households."""
        header = self.header.members
        return None if header is None else replace(self, header=header)

    @cached_property
    def sides(self) -> "tuple[Table, Table] | None":
        """The worker's and the member's columns as a table each, where both stand on every line."""
        beside = self.header.beside
        if beside is None:
            return None
        ref = replace(self.ref, sheet=self.beside_sheet)
        return _side(self, self.header, self.ref), _side(self, beside, ref)

    @cached_property
    def reads(self) -> tuple[tuple[int, Field, int], ...]:
        """Place, field and unit of each column."""
        units = self.header.units
        return tuple((place, column, units.get(place, 1)) for place, column in self.columns)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where the column of each attribute is."""
        return {column.attr: place for place, column in self.columns}


@dataclass(frozen=True)
class TableColumns:
    """What a table and its form don't have in common.

    `lacking`: attributes of the form without a column; `unread`: header words that lead to no field;
    `fits`: for each of these the attributes that its cells could be of; `told`: head and attribute of
    columns that are read because the union has said what they mean.
    """

    ref: TableRef
    form: FormKind
    lacking: tuple[str, ...]
    unread: tuple[str, ...]
    fits: tuple[tuple[str, ...], ...] = ()
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class TableHeads:
    """A table's columns as a sheet of one header row shows them, and the attribute of each, "" for none."""

    ref: TableRef
    form: FormKind
    words: tuple[str, ...]
    attrs: tuple[str, ...]


@dataclass(frozen=True)
class TableProblem:
    """A sheet that can't be read as a register at all, or wants attention as a whole.

    `columns`: of a table that lacks one that is required, for it may stand under another head.
    """

    ref: TableRef
    code: str
    reason: str
    mend: str
    columns: TableColumns | None = None


def find_tables(
    book: Workbook, sheet: Sheet, reader: CellReader, meanings: Meanings = NONE
) -> Iterator[Table | TableProblem]:
    """The tables of a sheet; none of one without content. From the second on each has a name of its own."""
    if all(is_blank(cell) for row in sheet.rows for cell in row):
        return
    if sheet.is_hidden:
        if find_header(sheet, meanings):
            yield _hidden(TableRef(book.filename, sheet.name))
        return
    names = _free_names(book, sheet)
    for part in below(sheet, meanings):
        table = _find(book, part, next(names), reader, meanings)
        parts = beside(part, meanings) if isinstance(table, TableProblem) else [part]
        if len(parts) == 1:
            yield table
            continue
        for each in parts:
            yield _find(book, each, next(names), reader, meanings)


def _free_names(book: Workbook, sheet: Sheet) -> Iterator[str]:
    """What the tables of a sheet are called."""
    yield sheet.name
    name = sheet.name
    if len(name) > _LONGEST_NUMBERED:
        name = f"{name[: _LONGEST_NUMBERED - 3]}{book.sheets.index(sheet) + 1}"
    for number in count(2):
        yield _named(book, name + phrase("（第{number}张表）", number=number))


def _find(
    book: Workbook, sheet: Sheet, name: str, reader: CellReader, meanings: Meanings
) -> Table | TableProblem:
    ref = TableRef(book.filename, name)
    header = find_header(sheet, meanings)
    if header is None:
        return _no_header(ref)
    if header.members and not _holds_members(sheet, header):
        header = replace(header, members=None)
    rows, filled = fill_down(sheet, header.last + 1)
    table = Table(
        ref, header, rows, sheet.begins, filled, sheet.rows, book.typed, book.since_1904,
        hidden=sheet.hidden,
    )  # fmt: skip
    if header.beside:
        table = replace(table, beside_sheet=_named(book, name + phrase("（同行成员）")))
    for part in table.sides or (table,):
        if complaint := _complaint(part, reader):
            return complaint
    return table


def _named(book: Workbook, name: str) -> str:
    """Other than any sheet of the file is called."""
    while any(each.name == name for each in book.sheets):
        name += "*"
    return name


def _side(table: Table, header: Header, ref: TableRef) -> Table:
    """The columns that one header reads, and what nobody reads of the worker's, as a sheet of their own."""
    known = [place for place, _ in (*header.columns, *header.unknown)]
    places = sorted({*known, *(each.place for each in header.seconds)})
    at = {place: new for new, place in enumerate(places)}
    moved = replace(
        header,
        columns=tuple((at[place], column) for place, column in header.columns),
        unknown=tuple((at[place], word) for place, word in header.unknown),
        units={at[place]: unit for place, unit in header.units.items() if place in at},
        seconds=tuple(each._replace(place=at[each.place]) for each in header.seconds),
        otherwise=frozenset(at[place] for place in header.otherwise if place in at),
        numbering=None,
        beside=None,
    )
    filled = {
        number: {at[place] for place in columns if place in at}
        for number, columns in table.filled.items()
    }
    rows, written = (
        tuple(tuple(cell_at((row,), 0, place) for place in places) for row in cells)
        for cells in (table.rows, table.written)
    )
    return replace(
        table, ref=ref, header=moved, rows=rows, written=written, filled=filled, beside_sheet=""
    )


def _holds_members(sheet: Sheet, header: Header) -> bool:
    """Relations to the worker, or rows that are numbered below another's: 1, 1.1, 1.2."""
    if header.members and any(column.attr == "relation" for _, column in header.members.columns):
        return True
    at = header.numbering
    below = sheet.rows[header.last + 1 :][:ROWS_LOOKED_AT]
    numbers = (solid(str(row[at].value)) for row in below if at is not None and at < len(row))
    return any(BELOW_A_NUMBER.fullmatch(number) for number in numbers)


def columns_of(table: Table, reader: CellReader) -> TableColumns:
    """How the table's columns differ from its form's."""
    read = [column.attr for _, column in table.columns]
    lacking = tuple(each.attr for each in table.form.fields if each.attr not in read)
    unread = {word: place for place, word in table.header.unknown}
    below = table.rows[table.header.last + 1 :][:ROWS_LOOKED_AT]
    fits = tuple(fitting(table.form, read, below, place, reader.read) for place in unread.values())
    heads = tuple(map(head_shown, unread))
    return TableColumns(table.ref, table.form.kind, lacking, heads, fits, table.header.told)


def heads_of(table: Table) -> TableHeads:
    """As written where one row says it, else the form's own word: a group's head stands above no more."""
    known = {**dict(table.members.columns if table.members else ()), **dict(table.columns)}
    forms = [each.form for each in (table, table.members) if each]
    heads = table.written[table.header.first : table.header.last + 1]
    words, attrs = [], []
    for place in range(max(len(row) for row in heads)):
        texts = [str(row[place].value) for row in heads if place < len(row)]
        written = next((word for word in reversed(texts) if word.strip()), "")
        column = known.get(place)
        alone = column is None or any(field_of(form, written) is column for form in forms)
        words.append(written if alone or column is None else column.zh)
        attrs.append(column.attr if column else "")
    said_so = tuple(map(head_shown, words))
    return TableHeads(table.ref, table.form.kind, said_so, tuple(attrs))


_NAME = WORKER_FORM.by_attr["name"].zh
_MEMBERS_ALONG = mark("几名家庭成员并排写在一行的，请改为每名成员一行。")


def _complaint(table: Table, reader: CellReader) -> TableProblem | None:
    ref, form = table.ref, table.form
    names = [column.zh for _, column in table.columns]
    twice = "、".join(sorted({name for name in names if names.count(name) > 1}))
    if twice:
        side_by_side = _MEMBERS_ALONG if _NAME in twice else ""
        return TableProblem(
            ref,
            "column-twice",
            phrase("有两列都是“{twice}”", twice=twice),
            phrase("请只保留一列，或把另一列的表头改成别的名称后重新上报。")
            + (phrase(side_by_side) if side_by_side else ""),
        )
    lacking = "、".join(f.zh for f in form.fields if f.required and f.zh not in names)
    if lacking:
        return TableProblem(
            ref,
            "column-missing",
            phrase("{form}缺少列：{lacking}", form=form.kind.value, lacking=lacking),
            phrase("请按模板补上缺少的列后重新上报。"),
            columns_of(table, reader),
        )
    return None


def _hidden(ref: TableRef) -> TableProblem:
    """Lists of words are mostly hidden, and nobody need hear of those."""
    return TableProblem(
        ref,
        "hidden-sheet",
        phrase("工作表是隐藏的，未导入"),
        phrase("需要导入的，请取消隐藏后重新上传；不需要的不必处理。"),
    )


def _no_header(ref: TableRef) -> TableProblem:
    return TableProblem(
        ref,
        "no-header",
        phrase("找不到表头，未导入"),
        phrase("请使用职工档案或家庭成员模板，表头放在前三十行之内；不需导入的工作表请删除。"),
    )
