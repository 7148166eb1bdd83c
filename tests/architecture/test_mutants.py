"""The lists of `make mutants` speak of the source as it is."""

from __future__ import annotations

import csv
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
NAMED = tomllib.loads((ROOT / "tests/mutants/named.toml").read_text("utf-8"))["mutant"]


@pytest.fixture
def changes(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts" / "mutants"))
    sys.modules.pop("changes", None)
    import changes as module  # noqa: PLC0415

    return module


@pytest.mark.parametrize("mutant", NAMED, ids=[mutant["name"] for mutant in NAMED])
def test_a_named_mutant_changes_one_place_and_names_tests_that_are_there(mutant):
    text = (ROOT / mutant["file"]).read_text("utf-8")
    assert text.count(mutant["before"]) == 1
    assert mutant["after"] != mutant["before"]
    assert mutant["tests"]
    for test in mutant["tests"]:
        path, _, name = test.partition("::")
        assert re.search(rf"^def {name or 'test_'}", (ROOT / path).read_text("utf-8"), re.M)


def test_every_accepted_survivor_is_a_change_of_today_and_says_why(changes):
    with (ROOT / "tests/mutants/accepted.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    possible = {
        (change.file, change.where, change.key)
        for name in {row["file"] for row in rows}
        for change in changes.changes_of(name, (ROOT / name).read_text("utf-8"))
    }
    stale = [row for row in rows if (row["file"], row["where"], row["change"]) not in possible]
    assert stale == []
    assert [row for row in rows if len(row["why"]) < 20] == []


PYTHON = '''
def allowed(age, member):
    """No change of this."""
    if age >= 18 and not member:
        raise TooOld
    return rows.filter(a=1, b=2).select_for_update()
'''
SQL = """
create or replace function f() returns trigger language plpgsql as $$
begin
  -- and nothing of this: x < 1
  perform 1 from t where id = new.id for update;
  if (new.a, new.b) is distinct from (old.a, old.b) and new.day < old.day then
    raise exception 'no; not and';
  end if;
end $$;
create or replace trigger guard before insert or update on t for each row execute function f();
"""


def made(changes, name: str, text: str) -> set[str]:
    of_file = changes.changes_of(name, text)
    assert all(text[change.start : change.end] == change.old for change in of_file)
    return {change.key for change in of_file}


def test_what_is_changed_of_python(changes):
    assert made(changes, "x.py", PYTHON) == {
        ">= → >", "18 → 19", "age >= 18 → True", "not member → True", "not member → member",
        "age >= 18 and not member → not (age >= 18 and not member)", "raise TooOld → pass",
        "rows.filter(a=1, b=2) → rows.filter(b=2)", "rows.filter(a=1, b=2) → rows.filter(a=1)",
        "rows.filter(a=1, b=2).select_for_update() → rows.filter(a=1, b=2)",
        "1 → 2", "2 → 3",
    }  # fmt: skip


def test_what_is_changed_of_sql(changes):
    assert made(changes, "x.sql", SQL) == {
        "perform 1 from t where id = new.id for update; → null;", "id = new.id → true",
        "for update → (nothing)", "is distinct from → is not distinct from",
        "(new.a, new.b) is distinct from (old.a, old.b) → (new.b) is distinct from (old.b)",
        "(new.a, new.b) is distinct from (old.a, old.b) → (new.a) is distinct from (old.a)",
        "(new.a, new.b) is distinct from (old.a, old.b) → true", "new.day < old.day → true",
        "< → <=", "raise exception 'no; not and'; → null;",
        "create or replace trigger guard before insert or update on t … row execute function f();"
        " → drop trigger if exists guard on t;",
        "before insert or update → before insert", "before insert or update → before update",
    }  # fmt: skip
