"""Counting for a page stops in the database, and rows that come by the thousand bring their scope."""

from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.audit.models import Entry
from bangfu.audit.recording import record_many
from bangfu.casework.models import Case, CaseEvent
from bangfu.kernel.counting import Counted
from bangfu.rounds.models import Award, LeftOut
from bangfu.scope.actors import operator
from bangfu.scope.counted_pages import counted_page_of
from bangfu.scope.counting import count_of, counts_of
from bangfu.scope.paging import page_of

pytestmark = pytest.mark.django_db


def test_the_database_counts_no_further_than_asked():
    record_many(operator(), "test.count", "thing", ((number, {}) for number in range(5)))
    rows = Entry.objects.filter(action="test.count").order_by("-id")
    exact, stopped = count_of(rows, most=5), count_of(rows, most=3)
    assert (exact, exact.more) == (5, False)
    assert (stopped, stopped.more) == (3, True)
    with CaptureQueriesContext(connection) as sent:
        count_of(rows, most=3)
    assert "LIMIT 4" in sent[0]["sql"]
    assert "ORDER BY" not in sent[0]["sql"]
    assert count_of(rows.none()) == count_of(rows.filter(pk__in=[])) == 0


def test_several_counts_in_one_statement():
    record_many(operator(), "test.count", "thing", ((number, {}) for number in range(5)))
    record_many(operator(), "test.count", "other", ((number, {}) for number in range(2)))
    rows = Entry.objects.filter(action="test.count").order_by("-id")
    asked = [
        ("subject_kind = %s", ["thing"]),
        ("subject_kind = %s and subject < %s", ["other", "1"]),
        ("subject = '9'", []),
    ]
    columns = ["subject_kind", "subject"]
    with CaptureQueriesContext(connection) as sent:
        counts = counts_of(rows, columns, asked, most=4)
    assert [(count, count.more) for count in counts] == [(4, True), (1, False), (0, False)]
    assert len(sent) == 1
    assert counts_of(rows.none(), columns, asked) == [0, 0, 0]


class Told(NamedTuple):
    id: int
    subject: str


@pytest.mark.parametrize("parts", [["thing"], ["thing", "other"], ["thing", "nobody"], ["nobody"]])
def test_a_page_with_its_count_is_the_page_and_the_count(parts):
    subjects = ((number, {}) for number in range(120))
    record_many(operator(), "test.page", "thing", subjects)
    record_many(operator(), "test.page", "other", ((number, {}) for number in range(7)))
    told = Entry.objects.filter(action="test.page").values_list(*Told._fields, named=True)
    rows = [told.filter(subject_kind=kind) for kind in parts]
    ids = [each.id for each in told.order_by("id")]
    for at in ({}, {"after": str(ids[3])}, {"before": str(ids[60])}, {"after": str(ids[-1])}):
        with CaptureQueriesContext(connection) as sent:
            page, count = counted_page_of(rows, Told, "id", most=125, **at)
        plain = page_of(rows, "id", **at)
        assert [tuple(row) for row in page.rows] == [tuple(row) for row in plain.rows]
        assert (page.before, page.after) == (plain.before, plain.after)
        whole = sum((count_of(each, 125) for each in rows), Counted(0))
        assert (count, count.more) == (whole, whole.more)
        assert len(sent) == 1
    assert page_of(rows, "id").rows or parts == ["nobody"]


def test_a_page_of_what_can_have_no_row_asks_nothing():
    rows = Entry.objects.values_list(*Told._fields, named=True).none()
    with CaptureQueriesContext(connection) as sent:
        page, count = counted_page_of([rows], Told, "id", after="5")
    assert (page.rows, page.before, page.after, count, len(sent)) == ([], "", "", 0, 0)


def test_counting_stops_in_the_same_statement_as_the_page():
    record_many(operator(), "test.page", "thing", ((number, {}) for number in range(9)))
    rows = Entry.objects.filter(action="test.page").values_list(*Told._fields, named=True)
    page, count = counted_page_of([rows], Told, "id", most=5)
    assert (len(page.rows), count, count.more) == (9, 5, True)
    with pytest.raises(ValueError, match="expected a number"):
        counted_page_of([rows], Told, "id", after="x")


@pytest.mark.parametrize("model", [Case, CaseEvent, Award, LeftOut])
def test_rows_of_many_are_stamped_only_when_they_bring_no_scope(model):
    """The row trigger reads the household once a row; it must not run for those that bring it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_get_triggerdef(oid) from pg_trigger where tgrelid = %s::regclass"
            " and tgname in ('a_stamp', 'a_stamped') order by tgname",
            [model._meta.db_table],
        )
        stamp, compare = (row[0] for row in cursor.fetchall())
    assert "WHEN ((new.tier1 IS NULL))" in stamp
    assert "FOR EACH STATEMENT" in compare
