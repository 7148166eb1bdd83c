"""What is declared: the files `<app>/guards/*.sql`, row-level security, tables that only grow.

A file holds functions and triggers of one subject, as `create or replace`, under a comment that
says which invariant they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bangfu.audit.append_only import append_only_guards
from bangfu.audit.kept_columns import kept_column_guards
from bangfu.scope.row_security import row_security_guards

PACKAGE = Path(__file__).resolve().parents[2]
#: (kind, name), as the catalogue writes it; a function's name without its arguments.
Name = tuple[str, str]
FUNCTION = re.compile(r"^\s*create or replace function (\w+)\s*\(", re.MULTILINE)
TRIGGER = re.compile(r"^\s*create or replace trigger (\w+)\s[^;]*?\son (\w+)\s", re.MULTILINE)
POLICY = re.compile(r"^\s*create policy (\w+) on (\w+)\s", re.MULTILINE)


@dataclass(frozen=True)
class Guard:
    """One subject. Attributes:
    name: `app/subject`, or what it is generated from.
    """

    name: str
    sql: str

    @property
    def triggers(self) -> list[tuple[str, str]]:
        """(trigger, table) of each."""
        return TRIGGER.findall(self.sql)

    @property
    def declares(self) -> set[Name]:
        policies = POLICY.findall(self.sql)
        return {
            *(("function", f"public.{name}") for name in FUNCTION.findall(self.sql)),
            *(("trigger", f"public.{table}.{name}") for name, table in self.triggers),
            *(("policy", f"public.{table}.{name}") for name, table in policies),
            *(("table", f"public.{table}") for _name, table in policies),
        }

    @property
    def statements(self) -> str:
        """A trigger that is always enabled fires for replicated rows too, and in replica mode."""
        enabled = (f"alter table {on} enable always trigger {name};" for name, on in self.triggers)
        return "\n".join((self.sql, *enabled))


def guards() -> list[Guard]:
    """Every guard, files first. Needs Django set up: some are generated from the models."""
    generated = (*row_security_guards(), *append_only_guards(), *kept_column_guards())
    return [*file_guards(), *(Guard(name, sql) for name, sql in generated)]


def file_guards(package: Path = PACKAGE) -> Iterator[Guard]:
    for path in sorted(package.glob("*/guards/*.sql")):
        yield Guard(f"{path.parts[-3]}/{path.stem}", path.read_text("utf-8"))
