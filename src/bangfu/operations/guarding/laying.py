"""Laying the guards: in one transaction, only where the catalogue differs, after telling what did.

Asked before anything is laid, for laying destroys evidence: `create or replace trigger` turns a
disabled trigger on again. What the catalogue would say is found by laying everything and taking
it back, so that PostgreSQL itself puts both sides into words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction

from .catalogue import LAID, Catalogue, read_catalogue
from .declared import Guard, Name, guards

#: What libraries lay by migrations of their own.
LIBRARIES = ("public.procrastinate_",)
ON_TABLE = re.compile(r'(.+)\.("(?:[^"]|"")+"|[^."]+)')


@dataclass(frozen=True)
class Difference:
    """`was` None: it is missing; `declared` None: nobody declares it."""

    kind: str
    name: str
    was: str | None
    declared: str | None

    @property
    def subject(self) -> Name:
        return self.kind, self.name.partition("(")[0]

    @property
    def was_off(self) -> bool:
        """A trigger that somebody had disabled; no version of this program does that."""
        return self.kind == "trigger" and self.was is not None and self.was[0] == "D"


def lay_guards(running_role: str, tell: Callable[[list[Difference]], None]) -> None:
    """Run as the owner, after migrating. `tell` hears of every difference before it goes."""
    declared = guards()
    with transaction.atomic():
        _execute("set local search_path = public, pg_temp")
        differing = differences(read_catalogue(running_role, LAID), declared, running_role)
        tell(differing)
        changed = {
            difference.subject for difference in differing if difference.declared is not None
        }
        for guard in declared:
            if guard.declares & changed:
                _execute(guard.statements)
        for difference in differing:
            if difference.declared is None:
                _drop(difference)


def differences(was: Catalogue, declared: list[Guard], running_role: str) -> list[Difference]:
    """What laying would change, in the order in which it can be dropped: triggers first."""
    wanted = _tried(declared, running_role)
    names = set().union(*(guard.declares for guard in declared))
    differing = [
        Difference(kind, name, was.get((kind, name)), text)
        for (kind, name), text in wanted.items()
        if was.get((kind, name)) != text
    ]
    strays = (Difference(kind, name, text, None) for (kind, name), text in was.items())
    differing += [
        difference
        for difference in strays
        if difference.subject not in names and _is_ours(difference)
    ]
    return sorted(
        differing,
        key=lambda difference: (difference.kind == "function", difference.kind, difference.name),
    )


def _tried(declared: Iterable[Guard], running_role: str) -> Catalogue:
    """The catalogue as it would be with everything laid; nothing of it stays."""
    point = transaction.savepoint()
    for guard in declared:
        _execute(guard.statements)
    wanted = read_catalogue(running_role, LAID)
    transaction.savepoint_rollback(point)
    return wanted


def _is_ours(difference: Difference) -> bool:
    return (
        difference.kind != "table"
        and difference.name.startswith("public.")
        and not difference.name.startswith(LIBRARIES)
    )


def _drop(difference: Difference) -> None:
    """Take away what nobody declares. What is another's, or is needed by another's, stays."""
    if difference.kind == "function":
        statement = f"drop routine {difference.name}"
    else:
        table, name = ON_TABLE.fullmatch(difference.name).groups()  # type: ignore[union-attr]
        statement = f"drop {difference.kind} {name} on {table}"
    try:
        with transaction.atomic():
            _execute(statement)
    except DatabaseError:
        return  # told already, and `bangfu check` goes on telling


def _execute(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)
