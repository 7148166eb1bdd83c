"""SQL of one app names no table of another: it asks the functions that the owner publishes.

So that "only funds touches the ledger", which the import contract holds for Python, holds for SQL too;
what is published stands in `<app>/guards/published.sql` (of the register also in `versions.sql` and
`register.sql`). A trigger may listen to another app's table, for whoever changes it there must not
have to know; what the trigger does is read like any other SQL.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

import bangfu

SOURCE = Path(bangfu.__file__).parent
OWNERS = {
    model._meta.db_table: model._meta.app_label
    for model in apps.get_models(include_auto_created=True)
    if model.__module__.startswith("bangfu.")
}
TABLE = re.compile(rf"\b({'|'.join(sorted(OWNERS, key=len, reverse=True))})\b")
COMMENT = re.compile(r"--[^\n]*")
LISTENING = re.compile(r"(create or replace trigger \w+\s[^;]*?\son) \w+\s")
#: Declared in Python, beside foreign keys: where row-level security takes a row's jurisdiction from.
DECLARED = {"stamped_from", "seen_with", "and_with", "also_seen_with", "moves_with"}
#: It trusts no query of the apps and asks the tables, of all apps beside each other; it only reads.
CHECKS = "operations/checking/questions/"
#: (file, table): why it can't be otherwise.
ALLOWED = {
    ("scope/row_security.py", "registry_household"): "what moves with a household starts there",
    ("scope/row_security.py", "organisations_union"): "what moves with a union starts there",
    ("organisations/guards/duties_apart.sql", "accounts_user"): "a lock on the row referred to",
    # Whoever operates the whole database names its tables: rights, a backup, the log's own check.
    ("operations/migrate.py", "funds_account"): "rights withdrawn",
    ("operations/migrate.py", "vault_datakey"): "rights withdrawn",
    ("operations/migrate.py", "audit_era"): "rights withdrawn",
    ("operations/migrate.py", "eligibility_mark"): "rights withdrawn",
    ("operations/migrate.py", "eligibility_tally"): "rights withdrawn",
    ("operations/migrate.py", "organisations_installation"): "rights withdrawn",
    ("operations/migrate.py", "casework_objection"): "rights withdrawn",
    ("operations/migrate.py", "casework_case"): "rights withdrawn",
    ("operations/migrate.py", "intake_importbatch"): "rights withdrawn",
    ("operations/cli/standing.py", "organisations_installation"): "before Django knows a database",
    ("operations/cli/restore.py", "vault_datakey"): "tells a backup of ours",
    ("operations/cli/restore.py", "registry_household"): "tells a backup of ours",
    ("operations/cli/restore.py", "audit_entry"): "tells a backup of ours, and where its log ends",
    ("operations/cli/taken_back.py", "rounds_paymentfile"): "compares a database that is replaced",
    ("operations/cli/taken_back.py", "rounds_payment"): "compares a database that is replaced",
    ("operations/cli/taken_back.py", "notices_notice"): "compares a database that is replaced",
    ("operations/cli/taken_back.py", "rounds_bankanswer"): "compares a database that is replaced",
    ("operations/cli/taken_back.py", "audit_entry"): "compares a database that is replaced",
    ("operations/cli/taken_back.py", "audit_era"): "compares a database that is replaced",
    ("operations/checking/work.py", "intake_importbatch"): "looks for work that nobody does",
    ("operations/checking/work.py", "jobs_job"): "looks for work that nobody does",
    ("operations/checking/work.py", "eligibility_mark"): "looks for work that nobody does",
    ("operations/checking/work.py", "eligibility_redecision"): "looks for work that nobody does",
    ("operations/checking/log.py", "audit_entry"): "checks the log against itself",
    ("eligibility/commands/fold_tallies.py", "organisations_union"): "a lock: none moves meanwhile",
}


def named_in(text: str, app: str) -> set[str]:
    """Tables of other apps than `app`."""
    plain = LISTENING.sub(r"\1 ", COMMENT.sub("", text))
    return {table for table in TABLE.findall(plain) if OWNERS[table] != app}


def strings(module: ast.Module) -> Iterator[str]:
    """Every text but docstrings and what is declared."""
    passed = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") in DECLARED:
            passed |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in passed
        ):
            yield node.value


def sources() -> Iterator[tuple[str, str]]:
    """(file, text) of all SQL there is, and of all else that Python holds in quotes."""
    for path in sorted(SOURCE.rglob("*")):
        if "migrations" in path.parts:
            continue  # frozen: they tell what was, when other apps owned what
        file = str(path.relative_to(SOURCE))
        if path.suffix == ".sql":
            yield file, path.read_text("utf-8")
        elif path.suffix == ".py":
            yield from ((file, text) for text in strings(ast.parse(path.read_text("utf-8"))))


def test_sql_names_no_table_of_another_app():
    named = {
        (file, table)
        for file, text in sources()
        if not file.startswith(CHECKS)
        for table in named_in(text, file.partition("/")[0])
    }
    assert named == set(ALLOWED)


def test_nobody_but_funds_touches_the_ledger_in_sql():
    for file, text in sources():
        if not file.startswith(("funds/", "operations/migrate.py", CHECKS)):
            assert {table for table in TABLE.findall(text) if OWNERS[table] == "funds"} == set(), (
                file
            )


def test_what_is_looked_for_is_found():
    asked = "select 1 from casework_case c join funds_transfer t on true -- and rounds_round"
    assert named_in(asked, "casework") == {"funds_transfer"}
    listens = """create or replace trigger stale after insert on registry_person
        referencing new table as made for each statement execute function f()"""
    assert named_in(listens, "eligibility") == set()
    held = ast.parse('class A:\n    """funds_fund"""\n    x = f"from funds_fund {1} where"')
    assert list(strings(held)) == ["from funds_fund ", " where"]
