"""Bring the database to the code's shape, as the owner, and leave it guarded.

Order matters: privileges for new tables first, then migrations, then the guards that are declared
(`operations.guarding`) and fixed search paths, then the first keys. Every step may be run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

from bangfu.audit.append_only import append_only_models
from bangfu.eligibility.commands.request_assessment import reassess_what_waits
from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase
from bangfu.kernel.steadily import steadily
from bangfu.operations.datafolder import data_folder
from bangfu.operations.guarding.laying import lay_guards
from bangfu.operations.guarding.telling import quietly, telling
from bangfu.scope.actors import background, operator
from bangfu.scope.context import scoped
from bangfu.scope.reach import WHOLE_REGISTER
from bangfu.scope.search_path import pin_search_path
from bangfu.vault.commands.complete_numbers import complete_numbers
from bangfu.vault.keys import ensure_keys

#: What code that only runs never does to these tables.
WITHDRAWN = {
    # Balances move by trigger alone; the running role may open accounts, not change them.
    "funds_account": "update, delete, truncate",
    # Keys and eras are made by the owner: when it migrates, and when it restores.
    "vault_datakey": "insert, update, delete, truncate",
    "audit_era": "insert",
    # Marks are only inserted and deleted: to change one, a change of facts would wait for its lock.
    "eligibility_mark": "update, truncate",
    # What counts changes is only inserted, and folded by deleting and inserting.
    "eligibility_tally": "update, truncate",
    # Whether this is a demo never changes; objections and cases stay on file.
    "organisations_installation": "delete, truncate",
    "casework_objection": "delete, truncate",
    "casework_case": "delete, truncate",
    # Facts keep the number of the import that brought them.
    "intake_importbatch": "delete, truncate",
}


class UnsafeRole(BangfuError):
    """The running role could step round row-level security."""

    def __init__(self, role: str, why: str) -> None:
        super().__init__(
            phrase(
                "数据库角色 {role} {why}，行级安全会失效，拒绝启动。"
                "请为 DATABASE_URL 换一个普通角色（非所有者、非超级用户、无 BYPASSRLS）。",
                role=role,
                why=why,
            )
        )


def migrate_database(
    running_role: str, verbosity: int = 0, *, say: Callable[[str], None] = lambda words: None
) -> None:
    """Migrate on the owner's connection (the `default` database of this process)."""
    tell = quietly if _is_new() else telling(say, data_folder().create().log / "guards.log")
    _grant_for_new_tables(running_role)
    # Django makes thousands of short-lived model classes, and the collector goes through all that are
    # alive again and again: a third of a first start. Without it a migration from nothing takes 0.4 GB
    # of memory, no more than an import may.
    with _seeing_every_row(), steadily():
        call_command("migrate", verbosity=verbosity, interactive=False)
    lay_guards(running_role, tell)
    pin_search_path()
    _withdraw_rewriting(running_role)
    data_folder().vault_key()
    with scoped(WHOLE_REGISTER):
        ensure_keys()
    complete_numbers(by=operator())
    reassess_what_waits(by=background())  # a migration may leave marks, and asks nobody


def _is_new() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('public.django_migrations') is null")
        return bool(cursor.fetchone()[0])


@contextmanager
def _seeing_every_row() -> Iterator[None]:
    """Row-level security is forced on the owner too: unset, a migration would touch no row.

    For the session, not a transaction: some migrations run outside one.
    """
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.reach', 'machine', false)")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.reach', '', false)")


def _grant_for_new_tables(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            grant usage on schema public to "{role}";
            alter default privileges in schema public
              grant select, insert, update, delete on tables to "{role}";
            alter default privileges in schema public grant usage, select on sequences to "{role}";
            """
        )


def _withdraw_rewriting(role: str) -> None:
    tables = [model._meta.db_table for model in append_only_models()]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'revoke update, delete, truncate on {table} from "{role}"')
        for table, rights in WITHDRAWN.items():
            cursor.execute(f'revoke {rights} on {table} from "{role}"')
        cursor.execute(f'revoke all on django_migrations from "{role}"')
        cursor.execute(f'grant select on django_migrations to "{role}"')


def refuse_unsafe_role() -> None:
    """Raises UnsafeRole when this process's database role is superuser, owner or may bypass."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select current_user, r.rolsuper, r.rolbypassrls,
                   exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                           where n.nspname = 'public' and c.relowner = r.oid)
            from pg_roles r where r.rolname = current_user
            """
        )
        role, superuser, bypass, owner = cursor.fetchone()
    if superuser:
        raise UnsafeRole(role, phrase("是超级用户"))
    if bypass:
        raise UnsafeRole(role, phrase("可绕过行级安全"))
    if owner:
        raise UnsafeRole(role, phrase("拥有数据表"))
