"""Guards are state: after a migration the database holds what is declared, whatever it held before."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from bangfu.operations.embedded import APP_ROLE
from bangfu.operations.guarding.declared import PACKAGE, file_guards, guards
from bangfu.operations.guarding.laying import Difference, lay_guards
from bangfu.operations.guarding.telling import telling

GUARD_OF_ROUNDS = PACKAGE / "rounds/guards/round.sql"


def laid() -> list[Difference]:
    told: list[list[Difference]] = []
    lay_guards(APP_ROLE, told.append)
    return told[0]


def names(differences: list[Difference]) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in differences]


def answer(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_a_migrated_database_holds_what_is_declared(as_owner):
    assert laid() == []


def test_nothing_is_touched_where_nothing_differs(as_owner):
    newest = "select max(xmin::text::bigint) from pg_trigger"
    before = answer(newest)
    laid()
    assert answer(newest) == before


def test_every_guard_is_always_enabled(as_owner):
    off = """select count(*) from pg_trigger t join pg_class c on c.oid = tgrelid
             where not tgisinternal and tgenabled <> 'A' and relname !~ '^procrastinate_'"""
    assert answer(off) == 0


def test_an_older_guard_reaches_the_newer_text(as_owner):
    """One step fewer was allowed: the guard's text, not a migration, brings the other."""
    text = GUARD_OF_ROUNDS.read_text("utf-8")
    older = text.replace("('planned', 'decided'), ", "")
    assert older != text
    as_owner(older)
    assert names(laid()) == [
        ("trigger", "public.rounds_round.guard"),  # replaced without `always`
        ("function", "public.rounds_round_guard()"),
    ]
    held = answer("select prosrc from pg_proc where proname = 'rounds_round_guard'")
    assert "('planned', 'decided')" in str(held)
    assert laid() == []


def test_a_disabled_trigger_is_told_before_it_is_enabled_again(as_owner, tmp_path: Path):
    as_owner("alter table funds_transfer disable trigger post")
    said: list[str] = []
    lay_guards(APP_ROLE, telling(said.append, tmp_path / "guards.log"))
    assert said[0] == "触发器 public.funds_transfer.post 曾被停用，已重新启用。"
    assert "1 处" in said[1]
    log = (tmp_path / "guards.log").read_text("utf-8")
    assert "was: D|CREATE TRIGGER post" in log
    assert "declared: A|CREATE TRIGGER post" in log
    assert laid() == []


@pytest.mark.parametrize(
    ("edit", "subject"),
    [
        (
            "create policy more on registry_household using (true)",
            ("policy", "public.registry_household.more"),
        ),
        (
            "create trigger zz before insert on audit_entry for each row "
            "execute function funds_account_guard()",
            ("trigger", "public.audit_entry.zz"),
        ),
        (
            "create function peek(id int) returns int language sql as 'select 1'",
            ("function", "public.peek(integer)"),
        ),
        (
            "alter table registry_person no force row level security",
            ("table", "public.registry_person"),
        ),
        (
            "alter policy scope on registry_person using (true)",
            ("policy", "public.registry_person.scope"),
        ),
    ],
)
def test_what_was_loosened_is_told_and_put_right(as_owner, edit: str, subject: tuple):
    as_owner(edit)
    assert names(laid()) == [subject]
    assert laid() == []


def test_what_others_need_stays_and_is_told_again(as_owner):
    as_owner("create function theirs() returns int language sql as 'select 1'")
    as_owner("create view needs as select theirs()")
    assert names(laid()) == names(laid()) == [("function", "public.theirs()")]


def test_a_laying_that_fails_changes_nothing(as_owner):
    as_owner("alter table funds_transfer disable trigger post")
    with pytest.raises(RuntimeError):
        lay_guards(APP_ROLE, fails)
    assert answer("select tgenabled from pg_trigger where tgname = 'post'") == "D"


def fails(differences: list[Difference]) -> None:
    raise RuntimeError


def test_no_guard_can_be_switched_off_by_a_setting(django_db_setup):
    """Only the scope's settings and who acts are asked: what may be seen, never whether a guard holds."""
    for guard in guards():
        asked = set(_settings(guard.sql))
        assert asked <= {"app.reach", "app.union", "app.system", "app.system_union", "app.user"}, (
            guard.name
        )


def _settings(sql: str) -> list[str]:
    return [part.split("'")[1] for part in sql.split("current_setting(")[1:]]


def test_every_file_says_what_it_holds_and_can_be_laid_twice():
    for guard in file_guards():
        assert guard.sql.startswith("-- "), guard.name
        assert guard.sql.count("create ") == guard.sql.count("create or replace "), guard.name
        assert guard.declares, guard.name
        functions = guard.sql.split("create or replace function ")[1:]
        held = ("set search_path = public, pg_temp", "\nbegin atomic\n")
        assert all(any(way in one for way in held) for one in functions), guard.name
