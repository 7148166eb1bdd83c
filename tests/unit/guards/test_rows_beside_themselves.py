"""A guard that lays what was beside what is must not plan it for the first statement of its connection.

A statement inside a trigger is planned once, with transition tables as large as they were then. After
one row the planner joins two of them by a nested loop, and a later statement compares each of twenty
thousand rows with each: half a minute instead of a tenth of a second. So a guard joins no transition
table with another unless its function does without nested loops; what compares by `except`, by grouping
or by `not in` is planned well for any number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import bangfu
from bangfu.audit.kept_columns import kept_column_guards

SOURCE = Path(bangfu.__file__).parent
FUNCTION = re.compile(r"create or replace function (\w+)\(.*?\bend \$\$;", re.DOTALL)
TRANSITION = re.compile(r"\b(?:old|new) table as (\w+)")
WITHOUT = "set enable_nestloop = off"


def written() -> Iterator[str]:
    for path in sorted(SOURCE.glob("*/guards/*.sql")):
        yield re.sub(r"--[^\n]*", "", path.read_text("utf-8"))
    for _name, statements in kept_column_guards():
        yield statements


def joins_two(body: str, tables: set[str]) -> bool:
    either = "|".join(sorted(tables))
    return bool(re.search(rf"\b({either})\b(?: \w+)?\s+(?:left |full )?join\s+({either})\b", body))


def quadratic(text: str) -> Iterator[str]:
    tables = set(TRANSITION.findall(text))
    for function in FUNCTION.finditer(text):
        if len(tables) > 1 and joins_two(function[0], tables) and WITHOUT not in function[0]:
            yield function[1]


def test_no_guard_joins_two_transition_tables_by_a_nested_loop():
    texts = list(written())
    assert sum(WITHOUT in text for text in texts) >= 10
    assert [name for text in texts for name in quadratic(text)] == []


def test_one_that_does_is_known():
    guard = """
    create or replace function f() returns trigger language plpgsql set search_path = public as $$
    begin
      if exists (select 1 from was o left join is_now n on n.id = o.id) then return null; end if;
    end $$;
    create or replace trigger t after update on x
      referencing old table as was new table as is_now for each statement execute function f();
    """
    assert list(quadratic(guard)) == ["f"]
    assert list(quadratic(guard.replace("as $$", f"{WITHOUT} as $$"))) == []
