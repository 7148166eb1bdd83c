"""Duties, roles and use cases: who may do what is said in two tables, and asked in one place."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import bangfu
from bangfu.acts.declared import declared_duties
from bangfu.acts.incompatible import PAIRS
from bangfu.acts.roles import DUTIES, holders
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from bangfu.scope.reach import NOTHING

SOURCE = Path(bangfu.__file__).parent
#: What the frame does, and no command by hand.
BY_HAND = {"require", "acting", "scoped", "atomic", "record", "record_many", "today"}


def use_cases() -> list[tuple[str, Callable[..., Any]]]:
    """Every function that a module of commands defines in the frame, by its full name."""
    names = (
        one.name
        for app in SOURCE.iterdir()
        if (app / "commands").is_dir()
        for one in pkgutil.walk_packages([str(app / "commands")], f"bangfu.{app.name}.commands.")
    )
    modules = [(name, import_module(name)) for name in sorted(names)]
    return [
        (f"{name}.{function.__name__}", function)
        for name, module in modules
        for function in vars(module).values()
        if hasattr(function, "duty") and function.__module__ == name
    ]


def test_every_duty_that_a_role_holds_is_declared_and_every_one_declared_is_held():
    held = frozenset().union(*DUTIES.values())
    assert held == set(declared_duties())


def test_every_role_holds_something():
    assert [role for role in Role if not DUTIES[role]] == []


def test_no_two_duties_are_called_the_same():
    assert len({duty.title for duty in declared_duties().values()}) == len(declared_duties())


def test_pairs_are_of_declared_duties():
    assert {code for pair in PAIRS for code in pair} <= set(declared_duties())


@pytest.mark.parametrize(("name", "command"), use_cases())
def test_every_use_case_is_refused_to_every_role_without_its_duty(name, command):
    arguments = dict.fromkeys(inspect.signature(command).parameters)
    for role in set(Role) - set(holders(command.duty)):
        by = Actor(None, "甲", role, None, NOTHING)
        with pytest.raises(NotPermitted):
            command(**{**arguments, "by": by})


def test_no_command_does_by_hand_what_the_frame_does():
    by_hand = {
        str(path.relative_to(SOURCE)): sorted(BY_HAND & _names(path))
        for path in SOURCE.glob("*/commands/**/*.py")
    }
    assert {file: names for file, names in by_hand.items() if names} == {}


def _names(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


#: Functions of commands that take `by` and stand outside the frame: why.
OUTSIDE = {
    "lock_case": "takes the row for the use cases of its module",
    "lock_batch": "takes the row for the use cases of its app",
    "table_sent": "reads for use cases, which record it",
    "close_batch": "opens its act itself, after the one that broke off",
    "import_register": "three use cases in a row, each in its frame",
    "require_few_met": "asks the log for the use cases that could tell of others",
    "begin_job": "within the act of the page that asks; the work itself is framed",
}


def test_every_command_is_framed_or_says_why_not():
    """A command that forgets the frame asks for no duty, and nothing else would tell."""
    loose = {
        f"{path.relative_to(SOURCE)}:{function.name}"
        for path in SOURCE.glob("*/commands/**/*.py")
        for function in ast.parse(path.read_text("utf-8")).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if _takes_by(function) and not _framed(function) and function.name not in OUTSIDE
    }
    assert loose == set()


def _takes_by(function: ast.FunctionDef) -> bool:
    arguments = (*function.args.args, *function.args.kwonlyargs)
    return any(argument.arg == "by" for argument in arguments)


def _framed(function: ast.FunctionDef) -> bool:
    decorators = " ".join(map(ast.unparse, function.decorator_list))
    return any(word in decorators for word in ("use_case", "long_work", "part_of_act"))
