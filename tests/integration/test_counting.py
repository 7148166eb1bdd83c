"""Counting for a page stops in the database, and rows that come by the thousand bring their scope."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.audit.models import Entry
from bangfu.audit.recording import record_many
from bangfu.casework.models import Case, CaseEvent
from bangfu.rounds.models import Award, LeftOut
from bangfu.scope.actors import operator
from bangfu.scope.counting import count_of, counts_of

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
