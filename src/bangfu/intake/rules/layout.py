"""Where the table is in a sheet: the header row under its titles, what each column is, which rows
are no data.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from bangfu.documents.spreadsheets.cells import Cell, Sheet, Workbook
from bangfu.documents.spreadsheets.merging import cell_at, fill_down
from bangfu.documents.tables.headers import is_blank
from bangfu.documents.tables.remarks import remark_of, repeats_header
from bangfu.intake.rules.headers import BELOW_A_NUMBER, Columns, Header, field_of, find_header
from bangfu.intake.rules.meanings import NONE, ROWS_LOOKED_AT, Meanings, fitting
from bangfu.intake.rules.values import CellReader
from bangfu.kernel.masking import HIDDEN, hide_numbers
from bangfu.kernel.phrases import mark, phrase
from bangfu.kernel.text import solid
from bangfu.registry.rules.form import Field, Form, FormKind

_DIGITS_OF_A_NUMBER = 10  # more than a date has
_LONGEST_SHEET = 31  # characters, as spreadsheets have it


@dataclass(frozen=True)
class TableRef:
    """Where rows are: the file, and the sheet in it ('' in a delimited file)."""

    file: str
    sheet: str


@dataclass(frozen=True)
class Table:
    """A sheet understood.

    `rows` show what is merged in each of its rows, and `filled` says in which columns of a row;
    `written` are the rows as they are in the file. `beside_sheet`: what the members' half of the sheet is
    called, where they stand beside the workers.
    """

    ref: TableRef
    header: Header
    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)
    filled: Mapping[int, Collection[int]] = field(default_factory=dict, repr=False)
    written: tuple[tuple[Cell, ...], ...] = field(default=(), repr=False)
    typed: bool = True
    since_1904: bool = False
    beside_sheet: str = ""

    @property
    def form(self) -> Form:
        return self.header.form

    @property
    def columns(self) -> Columns:
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


def find_table(
    book: Workbook, sheet: Sheet, reader: CellReader, meanings: Meanings = NONE
) -> Table | TableProblem | None:
    """The table of a sheet; None for a sheet without content."""
    ref = TableRef(book.filename, sheet.name)
    if all(is_blank(cell) for row in sheet.rows for cell in row):
        return None
    header = find_header(sheet, meanings)
    if header is None:
        return _no_header(ref)
    if header.members and not _holds_members(sheet, header):
        header = replace(header, members=None)
    rows, filled = fill_down(sheet, header.last + 1)
    table = Table(ref, header, rows, filled, sheet.rows, book.typed, book.since_1904)
    if header.beside:
        table = replace(table, beside_sheet=_beside(book, sheet.name))
    for part in table.sides or (table,):
        if complaint := _complaint(part, reader):
            return complaint
    return table


def _beside(book: Workbook, sheet: str) -> str:
    """A name that no sheet of the file has."""
    name = sheet[:_LONGEST_SHEET] + phrase("（同行成员）")
    while any(each.name == name for each in book.sheets):
        name += "*"
    return name


def _side(table: Table, header: Header, ref: TableRef) -> Table:
    """The columns that one header reads, and what nobody reads of the worker's, as a sheet of their own."""
    places = sorted({place for place, _ in (*header.columns, *header.unknown)})
    at = {place: new for new, place in enumerate(places)}
    moved = replace(
        header,
        columns=tuple((at[place], column) for place, column in header.columns),
        unknown=tuple((at[place], word) for place, word in header.unknown),
        units={at[place]: unit for place, unit in header.units.items() if place in at},
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
    heads = tuple(map(_told, unread))
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
    said_so = tuple(map(_told, words))
    return TableHeads(table.ref, table.form.kind, said_so, tuple(attrs))


def _told(head: str) -> str:
    """A head that holds what may be somebody's number is no head, and is kept by no word of it."""
    return HIDDEN if hide_numbers(head) != head else head


def _complaint(table: Table, reader: CellReader) -> TableProblem | None:
    ref, form = table.ref, table.form
    names = [column.zh for _, column in table.columns]
    twice = "、".join(sorted({name for name in names if names.count(name) > 1}))
    if twice:
        return TableProblem(
            ref,
            "column-twice",
            phrase("有两列都是“{twice}”", twice=twice),
            phrase("请只保留一列，或把另一列的表头改成别的名称后重新上报。"),
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


def _no_header(ref: TableRef) -> TableProblem:
    return TableProblem(
        ref,
        "no-header",
        phrase("找不到表头，未导入"),
        phrase("请使用职工档案或家庭成员模板，表头放在前三十行之内；不需导入的工作表请删除。"),
    )


def skip_reason(table: Table, number: int) -> str:
    """Why row `number` (from 0) holds no data; '' when it does. A row with nothing of its own is empty,
    whatever is merged into it.
    """
    row = table.written[number]
    if number > table.header.last and _has_numbers(table, row):
        return ""
    texts = [solid(str(cell.value)) for cell in row if not is_blank(cell)]
    if not texts:
        return mark("空行")
    if number < table.header.first:
        above = (not all(is_blank(cell) for cell in earlier) for earlier in table.written[:number])
        return mark("副标题行") if any(above) else mark("标题行")
    if _is_repeated_header(table, row):
        return mark("重复的表头行")
    return remark_of(texts)


def _is_repeated_header(table: Table, row: tuple[Cell, ...]) -> bool:
    heads = table.written[table.header.first : table.header.last + 1]
    if len(heads) > 1 and row in heads:
        return True
    texts = [(place, str(cell.value)) for place, cell in enumerate(row) if not is_blank(cell)]
    return repeats_header(texts, dict(table.columns), lambda head: field_of(table.form, head))


def _has_numbers(table: Table, row: tuple[Cell, ...]) -> bool:
    """Whether a row says whose it is by a long number; totals and signatures never do."""
    places = (table.places.get(attr) for attr in ("id_number", "file_no"))
    return any(
        sum(letter.isdigit() for letter in str(row[place].value)) >= _DIGITS_OF_A_NUMBER
        for place in places
        if place is not None and place < len(row)
    )
