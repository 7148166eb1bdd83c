"""Row-level security over every scoped table, as statements; laid after each migration.

Declarative instead of one migration a table: a new scoped model cannot be forgotten, and the
architecture tests read the result back from the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps

from .models import TIERS, OwnedModel, ScopedModel, SeenWith
from .search_path import SEARCH_PATH

COLUMNS = (*TIERS, "system")


def _one_of_tiers(setting: str) -> str:
    """Asked once for all tiers: each subquery of a policy is planned anew with every statement.

    A `case` stops at the tier that fits and makes no array of each row; `in (…)` becomes six subqueries.
    """
    asked = f"(select nullif(current_setting('{setting}', true), '')::int)"
    return f"case {asked} {' '.join(f'when {tier} then true' for tier in TIERS)} else false end"


VISIBLE = f"""
  (select current_setting('app.reach', true) = 'machine')
  or {_one_of_tiers("app.union")}
  or (system = (select nullif(current_setting('app.system', true), ''))
      and {_one_of_tiers("app.system_union")})
"""
OWNED = """
  (select current_setting('app.reach', true) = 'machine')
  or owner_id = (select nullif(current_setting('app.user', true), '')::bigint)
"""
#: A temporary table must not answer in the place of a true one.
SETTINGS = f"set search_path = {SEARCH_PATH}"
HOUSEHOLDS = "registry_household"
UNIONS = "organisations_union"


def scoped_models() -> list[type[ScopedModel]]:
    return [model for model in apps.get_models() if issubclass(model, ScopedModel)]


def following_models() -> list[type[SeenWith]]:
    return [model for model in apps.get_models() if issubclass(model, SeenWith)]


def owned_models() -> list[type[OwnedModel]]:
    return [model for model in apps.get_models() if issubclass(model, OwnedModel)]


def row_security_guards() -> Iterator[tuple[str, str]]:
    """(name, statements): the policies of all tables that need one, the stamps of scoped ones."""
    for model in scoped_models():
        table = model._meta.db_table
        yield f"row security/{table}", _policy(table, *_seen_and_written(model))
        yield f"stamp/{table}", _stamp(model)
    for follower in following_models():
        table = follower._meta.db_table
        seen = _seen(follower)
        yield f"row security/{table}", _policy(table, seen, seen)
    for owned in owned_models():
        table = owned._meta.db_table
        yield f"row security/{table}", _policy(table, OWNED, OWNED)
    yield from _cascade()


def _seen(follower: type[SeenWith]) -> str:
    """Where two rows are asked for, each by its key: there are few such rows, and many households."""
    if follower.and_with is None:
        return _in_sight(*follower.seen_with)
    table = follower._meta.db_table
    return " and ".join(_sees(table, *each) for each in (follower.seen_with, follower.and_with))


def _sees(table: str, column: str, source: str) -> str:
    return f"exists (select from {source} s where s.id = {table}.{column})"


def _in_sight(column: str, source: str) -> str:
    """Uncorrelated, so that the visible ones are found once a statement, not once a row."""
    return f"{column} in (select id from {source})"


def _seen_and_written(model: type[ScopedModel]) -> tuple[str, str]:
    """Who sees a row only because its household came to them does not write it."""
    if model.and_with is not None:
        both = f"({VISIBLE}) and {_sees(model._meta.db_table, *model.and_with)}"
        return both, both
    if model.also_seen_with is None:
        return VISIBLE, VISIBLE
    beside = _in_sight(*model.also_seen_with)
    return f"({VISIBLE}) or {beside}", beside


def _policy(table: str, visible: str, written: str) -> str:
    return f"""
    alter table {table} enable row level security;
    alter table {table} force row level security;
    drop policy if exists scope on {table};
    create policy scope on {table} using ({visible}) with check ({written});
    """


def _stamp(model: type[ScopedModel]) -> str:
    """Copy the jurisdiction from the row's union or household, whatever the caller wrote.

    A household's 系统 is its own fact; nearly every other row takes all columns from its source.
    """
    table = model._meta.db_table
    column, source = model.stamped_from
    taken = TIERS if model.keeps_system else COLUMNS
    targets = ", ".join(f"new.{name}" for name in taken)
    unstamped = "when (new.tier1 is null)" if model.brings_scope else ""
    return f"""
    create or replace function {table}_stamp() returns trigger language plpgsql
      {SETTINGS} as $$
    begin
      if new.{column} is not null then
        select {", ".join(taken)} into strict {targets} from {source} where id = new.{column};
      end if;
      return new;
    exception when no_data_found then
      raise exception 'out of scope: {table}.{column}' using errcode = 'insufficient_privilege';
    end $$;
    create or replace trigger a_stamp before insert on {table}
      for each row {unstamped} execute function {table}_stamp();
    create or replace trigger a_stamp_again before update of {column} on {table}
      for each row execute function {table}_stamp();
    {_compare(model) if model.brings_scope else ""}
    """


def _compare(model: type[ScopedModel]) -> str:
    """The same for rows that bring their jurisdiction, once for the whole statement.

    The source is asked by its key for each row: where the planner takes it for small, as right after much
    came in, a join would compare all rows with all.
    """
    table = model._meta.db_table
    column, source = model.stamped_from
    theirs = ", ".join(f"s.{name}" for name in COLUMNS)
    brought = ", ".join(f"m.{name}" for name in COLUMNS)
    return f"""
    create or replace function {table}_stamped() returns trigger language plpgsql
      {SETTINGS} as $$
    begin
      if exists (select 1 from made m where (
          select ({theirs}) is not distinct from ({brought}) from {source} s
          where s.id = m.{column}) is not true) then
        raise exception 'out of scope: {table}.{column}' using errcode = 'insufficient_privilege';
      end if;
      return null;
    end $$;
    create or replace trigger a_stamped after insert on {table} referencing new table as made
      for each statement execute function {table}_stamped();
    """


def _cascade() -> Iterator[tuple[str, str]]:
    """When a union or a household moves, its rows move with it, in the same statement."""
    following = [m for m in scoped_models() if m._meta.db_table != HOUSEHOLDS]
    by_household = [m for m in following if mover_of(m)[1] == HOUSEHOLDS]
    by_union = [m for m in scoped_models() if m.stamped_from[1] == UNIONS]
    yield "moves/households", _follow(HOUSEHOLDS, by_household, COLUMNS)
    yield "moves/unions", _follow(UNIONS, by_union, TIERS)


def mover_of(model: type[ScopedModel]) -> tuple[str, str]:
    """Column and table of the row whose move takes the model's rows along."""
    return model.moves_with or model.stamped_from


def _follow(source: str, models: list[type[ScopedModel]], columns: tuple[str, ...]) -> str:
    changed = " or ".join(f"old.{name} is distinct from new.{name}" for name in columns)
    assigned = ", ".join(f"{name} = new.{name}" for name in columns)
    updates = "\n".join(
        f"update {m._meta.db_table} set {assigned} where {mover_of(m)[0]} = new.id;" for m in models
    )
    # The mover may not see what moves with it, so the function acts as the owner, over all rows.
    return f"""
    create or replace function {source}_moved() returns trigger language plpgsql
      security definer {SETTINGS} as $$
    declare reach text := coalesce(current_setting('app.reach', true), '');
    begin
      perform set_config('app.reach', 'machine', true);
      {updates}
      perform set_config('app.reach', reach, true);
      return null;
    end $$;
    create or replace trigger z_moved after update on {source}
      for each row when ({changed}) execute function {source}_moved();
    """
