"""Statements that are planned once a connection see what is visible now, and keep nothing asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import DataError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.organisations.models import Union
from bangfu.organisations.queries import actor_named
from bangfu.scope.actors import acting
from bangfu.scope.context import scoped
from bangfu.scope.prepared import prepared_rows, run_prepared
from bangfu.scope.reach import WHOLE_REGISTER, Scope
from bangfu.scope.whole_rows import whole_rows
from harness import SERVER

FILES = "select file_no, tier2 from registry_household where file_no >= %(first)s order by 1"
PLANNED = "select statement, generic_plans + custom_plans from pg_prepared_statements"


def planned(statement: str) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(PLANNED)
        return [row for row in cursor.fetchall() if row[0].startswith(statement)]


def test_a_plan_that_is_kept_shows_each_scope_its_own_rows(demo_database):
    counties = Union.objects.filter(depth=2).exclude(system="教育").order_by("id")
    with scoped(WHOLE_REGISTER):
        everything = prepared_rows(FILES, {"first": ""})
    seen = []
    for _turn in range(4):  # more often than the database tries a plan for the very values
        for county in counties:
            with scoped(Scope(county.pk, 2)):
                rows = prepared_rows(FILES, {"first": ""})
            assert {tier for _file_no, tier in rows} <= {county.pk}
            seen += rows
    assert len(planned("select file_no, tier2")) == 1
    assert 0 < len(set(seen)) < len(everything)
    assert prepared_rows(FILES, {"first": ""}) == []  # outside any scope


def test_what_was_asked_is_not_kept_with_the_plan(demo_database):
    prepared_rows("select %(name)s::text, 'kept'", {"name": "王秀英"})
    assert planned("select $1::text, 'kept'") == [("select $1::text, 'kept'", 1)]
    assert not any("王秀英" in statement for statement, _times in planned(""))


def test_a_plan_outlives_a_rollback_and_a_refusal(demo_database):
    for _turn in range(3):
        with transaction.atomic():
            assert prepared_rows("select 6 / %(by)s::int", {"by": 3}) == [(2,)]
            transaction.set_rollback(True)
        with pytest.raises(DataError, match="division by zero"), transaction.atomic():
            prepared_rows("select 6 / %(by)s::int", {"by": 0})
    assert prepared_rows("select 6 / %(by)s::int", {"by": 2}) == [(3,)]


def test_nothing_is_asked_in_a_transaction_that_is_to_be_taken_back(demo_database):
    """As Django has it for any statement."""
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            prepared_rows("select 6 / %(by)s::int", {"by": 2})


def test_a_connection_that_was_cut_between_two_requests_is_made_anew(demo_database):
    """As Django does for any statement: it looks once a request whether the connection still answers."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (cut,) = cursor.fetchone()
    with psycopg.connect(SERVER.urls(demo_database)[1], autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 10000)", [cut])
    connection.close_if_unusable_or_obsolete()  # a request begins
    [(now,)] = prepared_rows("select pg_backend_pid()", [])
    assert now != cut


def test_whole_rows_are_those_of_a_query(demo_database):
    with scoped(WHOLE_REGISTER):
        rows = whole_rows(Entry, "audit_entry m order by m.id limit 20", {})
        plain = list(Entry.objects.order_by("id")[:20])
    assert len(rows) == 20
    assert any(row.detail for row in rows)
    assert [vars(row) | {"_state": None} for row in rows] == [
        vars(row) | {"_state": None} for row in plain
    ]


def test_a_statement_that_returns_nothing(demo_database):
    run_prepared("select set_config('app.duty', %(duty)s, false) where false", {"duty": "x"})
    with transaction.atomic():
        run_prepared("set local app.duty = 'y'", [])
        assert prepared_rows("select current_setting('app.duty')", []) == [("y",)]


def test_a_page_that_only_shows_is_planned_once_and_what_writes_as_ever(demo_database, settings):
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    client = Client()
    client.force_login(
        User.objects.get(username="gz-reviewer"), "django.contrib.auth.backends.ModelBackend"
    )
    for path in ("/files/", "/files/", "/cases/?tab=checked"):
        assert client.get(path).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute(
            "select sum(custom_plans), sum(generic_plans) from pg_prepared_statements"
            " where statement ~ 'registry_files_of|casework_case'"
        )
        very_values, once = cursor.fetchone()
    assert very_values == 0
    assert once >= 4
    actor = actor_named("gz-reviewer", date(2010, 10, 31))
    for looking, mode in (
        (True, "force_generic_plan"),
        (False, "auto"),
        (True, "force_generic_plan"),
    ):
        with acting(actor, looking=looking), connection.cursor() as cursor:
            cursor.execute("show plan_cache_mode")
            assert cursor.fetchone() == (mode,)
