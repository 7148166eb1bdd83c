"""An import is judged as a whole, so one process holds it: there is a most, and a way on for who has more."""

import pytest

from bangfu.documents.spreadsheets import MOST_CELLS_HELD
from bangfu.documents.spreadsheets.errors import TooMuchAtOnce
from bangfu.intake.commands.reading.books import read_books
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM
from makers.tables import csv_file, worker

ROWS = [worker(n) for n in range(1, 4)]
CELLS = (len(ROWS) + 1) * len(ROWS[0])  # with the header


def test_the_files_of_an_import_count_together():
    files = [("east.csv", csv_file(ROWS)), ("west.csv", csv_file(ROWS))]
    east, west = read_books(files, 2 * CELLS)
    assert [len(book.sheets[0].rows) for book in (east, west)] == [4, 4]
    with pytest.raises(TooMuchAtOnce) as refused:
        read_books(files, 2 * CELLS - 1)
    assert str(refused.value) == (
        "表格内容太多，一次读不下（最多约 4 万户连同家庭成员）。"
        "请按县（市、区）拆成几个表，分几次上传。"
    )


def test_forty_thousand_households_with_two_members_each_go_in():
    household = len(WORKER_FORM.fields) + 2 * len(MEMBER_FORM.fields)
    assert 40_000 * household <= MOST_CELLS_HELD
