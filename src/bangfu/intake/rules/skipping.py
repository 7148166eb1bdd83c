"""Which rows of a table are no data: titles, headings, the header once more, totals and remarks."""

from bangfu.documents.spreadsheets.cells import Cell
from bangfu.documents.tables.fixed import as_written
from bangfu.documents.tables.headers import is_blank
from bangfu.documents.tables.remarks import remark_of, repeats_header
from bangfu.intake.rules.headers import field_of
from bangfu.intake.rules.layout import Table
from bangfu.kernel.phrases import mark
from bangfu.kernel.text import solid

_DIGITS_OF_A_NUMBER = 10  # more than a date has


def skip_reason(table: Table, number: int) -> str:
    """Why row `number` (from 0) holds no data; '' when it does. A row with nothing of its own is empty,
    whatever is merged into it.
    """
    row = table.written[number]
    if number > table.header.last and _has_numbers(table, row):
        return ""
    shown = [
        (place, solid(as_written(cell))) for place, cell in enumerate(row) if not is_blank(cell)
    ]
    texts = [text for _, text in shown]
    if not texts:
        return mark("空行")
    earlier = table.written[table.begins : min(number, table.header.first)]
    titles = [[solid(as_written(cell)) for cell in each if not is_blank(cell)] for each in earlier]
    if number < table.header.first:
        return mark("副标题行") if any(titles) else mark("标题行")
    if _is_repeated_header(table, row):
        return mark("重复的表头行")
    if texts in titles:
        return mark("重复的标题行")
    return remark_of(texts) or _heading(table, *shown[0], alone=len(shown) == 1)


def _heading(table: Table, place: int, text: str, *, alone: bool) -> str:
    """A lone cell in no column of the form, or words in place of a file number: 二、城南片."""
    column = dict(table.columns).get(place)
    if not alone or (column is not None and (column.attr != "file_no" or text.isascii())):
        return ""
    return mark("空行") if text.isascii() and text.isdigit() else mark("小标题行")


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
