"""One row of a table: its values, what was normalised, and every problem that it shows by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from bangfu.documents.spreadsheets.cells import EMPTY, Cell
from bangfu.documents.spreadsheets.merging import cell_at
from bangfu.documents.tables.amounts import Per, counted_otherwise
from bangfu.documents.tables.faults import NOT_A_DATE
from bangfu.documents.tables.headers import is_blank
from bangfu.documents.tables.readings import NOTHING, Fault, Reading
from bangfu.intake.rules import faults, words
from bangfu.intake.rules.headers import SHARED
from bangfu.intake.rules.layout import Table, TableRef
from bangfu.intake.rules.twins import Column, Nearness
from bangfu.intake.rules.values import CellReader, show_left_out, show_raw, show_value
from bangfu.kernel import identity
from bangfu.kernel.phrases import mark, phrase
from bangfu.kernel.text import solid
from bangfu.kernel.withdrawn import Withdrawn, withdrawn
from bangfu.registry.rules import newborns
from bangfu.registry.rules.form import MEMBER_FORM, Field, FormKind
from bangfu.registry.rules.values import Value

_FROM_MERGED = mark("取合并单元格的值")
_FROM_IDENTITY = mark("按身份证号补填")
_DAY_FROM_IDENTITY = mark("只到月份，日按身份证号")
_PLAIN = NOTHING[1:]
_FROM_SECOND = mark("取“{head}”列")
_CHECK_SECOND = mark("空缺，取“{head}”列，请核对")
_NOT_TAKEN = mark("“{head}”列写的不同，没有采用，请核对")
_OF_THE_WORKER = mark("空缺；“{head}”列是职工的，没有作成员的采用，请核对")
_AS_IT_IS = mark("照录，请核对")
#: What other numbers stand beside: a factory's own number of a worker, that of another paper.
_FIRST_COUNTS = ("file_no", "id_number")
_HIDDEN = mark("这一行在表里是隐藏的（筛选或手工隐藏），照样收下，请核对是否应当上报")
#: No rule reads what they are called; the household stays though somebody's number stands in them.
_LEFT_OUT_TOO = frozenset({"area_name", "system"})
_A_MEMBERS = "成员"  # as a head says it
_NEVER_LATER = ("birth_date", "work_since", "opened_on", "consent_on")


class Normalisation(NamedTuple):
    """A normalisation: field as in the form, what was done, the value it led to (masked)."""

    field: str
    done: str
    value: str


def say_done(done: str) -> str:
    """What was done to a cell, several things joined by 、, in the reader's language."""
    return "、".join(phrase(word) for word in done.split("、"))


class Problem(NamedTuple):
    """Why a row goes back. `value` is what stands in the cell, masked where personal."""

    field: str
    code: str
    value: str
    reason: str
    mend: str


@dataclass(slots=True)
class ReadRow:
    """A row as read. `number` counts from 1; `values` has every attribute of the form, None where
    nothing is said or nothing could be read. Cross-row judgement adds to `problems`. `cells` are
    those of the sheet, and `places` says where each column is. `left_out`: by notice, what stands in a
    cell that could not be taken, as it may be shown. `later`: the last of its days that lie after the
    reporting day; None for none.
    """

    ref: TableRef
    form: FormKind
    number: int
    values: dict[str, Value] = field(repr=False)
    cells: Sequence[Cell] = field(repr=False)
    places: Mapping[str, int] = field(repr=False)
    fields: Mapping[str, Field] = field(repr=False)
    changes: list[Normalisation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    estimates: tuple[str, ...] = ()
    months_only: set[str] = field(default_factory=set)
    unread: tuple[str, ...] = ()
    later: date | None = None

    @property
    def file_no(self) -> str:
        return str(self.values.get("file_no") or "")

    @property
    def id_number(self) -> str:
        """The whole identity number; '' when it could not be read."""
        return str(self.values.get("id_number") or "")

    @property
    def name(self) -> str:
        return str(self.values.get("name") or "")

    def add(self, attr: str, fault: Fault) -> None:
        """Note a problem with a field; a detail is left out and told instead."""
        column = self.fields[attr]
        if column.detail or (fault is faults.NUMBER_INSIDE and attr in _LEFT_OUT_TOO):
            self.values[attr] = None
            self.unread = (*self.unread, attr)
            told = phrase("{reason}，不采用", reason=phrase(fault.reason))
            self.tell(column, told, self.cell(attr))
            return
        if column.required:
            fault = faults.OF_REQUIRED.get(fault, fault)
        shown = show_raw(column, self.cell(attr))
        self.problems.append(Problem(column.zh, fault.code, shown, fault.reason, fault.mend))

    def tell(self, column: Field, words: str, left_out: Cell = EMPTY) -> None:
        """Say something of a field that the office should know; the row is taken.

        Args:
            left_out: the cell whose content was not taken.
        """
        told = f"{column.zh}：{words}"
        self.notices.append(told)
        if not is_blank(left_out):
            self.left_out[told] = show_left_out(column, left_out)

    def given(self, attr: str) -> str:
        """What stands in a cell, without spaces and in half width; for comparing rows only."""
        return solid(str(self.cell(attr).value))

    def cell(self, attr: str) -> Cell:
        """As it stands in the sheet; EMPTY where the table has no such column."""
        place = self.places.get(attr)
        return EMPTY if place is None or place >= len(self.cells) else self.cells[place]


def read_row(table: Table, number: int, reader: CellReader, reporting_day: date) -> ReadRow:
    """Read row `number` (from 0) of a table."""
    cells = table.rows[number]
    fields = table.form.by_attr
    unsaid: dict[str, Value] = dict.fromkeys(fields)
    row = ReadRow(table.ref, table.form.kind, number + 1, unsaid, cells, table.places, fields)
    filled, width, values = table.filled.get(number, ()), len(cells), row.values
    for place, column, unit in table.reads:
        reading = reader.read(column, cells[place] if place < width else EMPTY, unit)
        if place in table.header.otherwise:
            reading = _of_another_period(reading, column)
        if place in filled and not reading.fault:
            reading = reading._replace(done=(_FROM_MERGED, *reading.done))
        values[column.attr] = reading.value
        if reading[1:] != _PLAIN:  # most say a value and no more
            _take(row, column, reading)
    for second in table.header.seconds:
        _ask_second(row, table, second, reader)
    if number in table.hidden:
        row.notices.append(phrase(_HIDDEN))
    _split_disability(row)
    _check_days(row, reporting_day)
    _excuse_newborn(row, reporting_day)
    _check_identity(row)
    _check_education(row)
    _tell_withdrawn(row, reporting_day)
    return row


def _of_another_period(reading: Reading, column: Field) -> Reading:
    return counted_otherwise(reading, Per.MONTH if column.monthly else Per.YEAR)


def _tell_withdrawn(row: ReadRow, reporting_day: date) -> None:
    """Codes of places that are no more are taken as they stand, and nothing is put in their stead."""
    code = str(row.values.get("area_code") or "")
    if gone := withdrawn(code, reporting_day):
        row.tell(row.fields["area_code"], f"{code} {_said_of(gone)}，{phrase(_AS_IT_IS)}")
    if gone := withdrawn(row.id_number[:6], reporting_day):
        column = row.fields["id_number"]
        shown = show_value(column, row.id_number)
        row.changes.append(Normalisation(column.zh, _said_of(gone), shown))


def _said_of(gone: Withdrawn) -> str:
    told = {"name": gone.name, "year": gone.gone_in}
    if not gone.successor:
        return phrase("{name}已于 {year} 年撤销", **told)
    now = f"{gone.successor} {gone.successor_name}"
    return phrase("{name}已于 {year} 年撤销，今为 {now}", **told, now=now)


def _split_disability(row: ReadRow) -> None:
    """听力残疾一级（极重度）, as printed: kind and grade in one cell."""
    if row.values.get("disability") or "disability" not in row.places:
        return
    kind, grade = words.disability_of(row.given("disability"))
    if not kind:
        return
    row.notices = [each for each in row.notices if not each.startswith(row.fields["disability"].zh)]
    row.unread = tuple(attr for attr in row.unread if attr != "disability")
    for attr, value in (("disability", kind), ("disability_grade", grade)):
        if value and not row.values.get(attr):
            column = row.fields[attr]
            row.values[attr] = value
            row.changes.append(Normalisation(column.zh, words.SYNONYM, value))


def _take(row: ReadRow, column: Field, reading: Reading) -> None:
    """All but the value."""
    if reading.done:
        shown = show_value(column, reading.value)
        row.changes.append(Normalisation(column.zh, "、".join(reading.done), shown))
    if reading.fault:
        row.add(column.attr, reading.fault)
    if reading.doubt:
        row.tell(column, phrase(reading.doubt))
    if reading.estimate:
        row.estimates = (*row.estimates, column.attr)
    if reading.month_only:
        row.months_only.add(column.attr)


def _ask_second(row: ReadRow, table: Table, second: Column, reader: CellReader) -> None:
    """Another column for a field: it counts where the first says nothing, and must not contradict it."""
    place, column, head, nearness = second
    attr, cell = column.attr, cell_at((tuple(row.cells),), 0, place)
    if is_blank(cell):
        return
    if row.form is FormKind.MEMBER and nearness is Nearness.OTHERS:
        if row.given(attr) or place in table.filled.get(row.number - 1, ()):
            return
        if not column.detail:
            row.tell(column, phrase(_OF_THE_WORKER, head=head), cell)
            return
    reading = reader.read(column, cell, table.header.units.get(place, 1))
    if place in table.header.otherwise:
        reading = _of_another_period(reading, column)
    value = row.values[attr]
    if not row.given(attr) or (column.detail and value is None):
        _take_second(row, second, reading)
    elif value is None or value == reading.value:
        return
    elif reading.fault or column.detail or (attr in _FIRST_COUNTS and nearness > Nearness.OWN):
        row.tell(column, phrase(_NOT_TAKEN, head=head), cell)
    else:
        row.add(attr, faults.columns_differ(column.zh, head, _said_of_member(row.form, attr)))


def _said_of_member(form: FormKind, attr: str) -> str:
    same = MEMBER_FORM.by_attr.get(SHARED.get(attr, attr))
    return f"{_A_MEMBERS}{same.zh}" if same and form is FormKind.WORKER else ""


def _take_second(row: ReadRow, second: Column, reading: Reading) -> None:
    column = second.field
    row.problems = [
        each for each in row.problems if (each.field, each.code) != (column.zh, faults.BLANK.code)
    ]
    row.places = {**row.places, column.attr: second.place}
    row.values[column.attr] = reading.value
    if reading.fault is None:
        row.unread = tuple(attr for attr in row.unread if attr != column.attr)
        reading = reading._replace(done=(phrase(_FROM_SECOND, head=second.head), *reading.done))
    _take(row, column, reading)
    if second.nearness is Nearness.OTHERS and not column.detail:
        row.tell(column, phrase(_CHECK_SECOND, head=second.head))


def _check_days(row: ReadRow, reporting_day: date) -> None:
    for attr in _NEVER_LATER:
        day = row.values.get(attr)
        if isinstance(day, date) and day > reporting_day:
            row.later = max(day, row.later or day)
            row.add(attr, faults.AFTER_REPORTING_DAY)


def _excuse_newborn(row: ReadRow, reporting_day: date) -> None:
    """A child who has no number yet is taken, and the office told until when it is asked for."""
    born = row.values.get("birth_date")
    blank = [each for each in row.problems if each.code == faults.NUMBER_BLANK.code]
    wanting = [each for each in blank if each.field == row.fields["id_number"].zh]
    if row.form is not FormKind.MEMBER or not wanting:
        return
    row.problems = [each for each in row.problems if each not in wanting]
    due = newborns.number_due(born) if isinstance(born, date) else None
    if due and "birth_date" not in row.months_only and reporting_day <= due:
        told = phrase("新生儿还没有号码，照收；请在 {due} 前补报", due=due.isoformat())
        row.tell(row.fields["id_number"], told)
    else:
        row.add("id_number", faults.MEMBER_NUMBER_BLANK)


def _check_identity(row: ReadRow) -> None:
    """Birth date and sex agree with the number; where they are blank, the number tells them."""
    told = identity.check(row.id_number)
    if not told.ok:  # none, or of another paper, which tells neither
        if "birth_date" in row.months_only:
            row.add("birth_date", NOT_A_DATE)
        return
    _take_day_of_month(row, told.birth_date)
    for attr, value, fault in (
        ("birth_date", told.birth_date, faults.BIRTH_DIFFERS),
        ("sex", told.sex and told.sex.value, faults.SEX_DIFFERS),
    ):
        if row.values.get(attr) is None:
            if not row.given(attr):
                _fill(row, attr, value)
        elif row.values[attr] != value:
            row.add(attr, fault)


def _take_day_of_month(row: ReadRow, born: date | None) -> None:
    """Where only the month is written, the number tells the day; another month goes back below."""
    written = row.values.get("birth_date")
    if "birth_date" not in row.months_only or not isinstance(written, date) or born is None:
        return
    if (written.year, written.month) == (born.year, born.month):
        column = row.fields["birth_date"]
        row.values["birth_date"] = born
        row.changes.append(Normalisation(column.zh, _DAY_FROM_IDENTITY, show_value(column, born)))


def _fill(row: ReadRow, attr: str, value: Value) -> None:
    column = row.fields[attr]
    row.values[attr] = value
    row.changes.append(Normalisation(column.zh, _FROM_IDENTITY, show_value(column, value)))


def _check_education(row: ReadRow) -> None:
    whole, part = row.values.get("education_fen"), row.values.get("compulsory_education_fen")
    if row.given("education_fen") and whole is None:
        return  # unreadable, and told already
    if isinstance(part, int) and part > (whole if isinstance(whole, int) else 0):
        row.add("compulsory_education_fen", faults.COMPULSORY_EXCEEDS)
