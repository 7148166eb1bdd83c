"""Sentences in the source and how they stand there: for the test of words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HAN = re.compile("[\u3400-\u9fff]")
#: Calls whose first argument is collected for translators.
COLLECTED = {"gettext", "gettext_lazy", "ngettext", "pgettext", "phrase", "mark"}
#: Of these, the ones that speak at once, in the language of that moment.
SPEAKING = {"gettext", "ngettext", "pgettext", "phrase"}


@dataclass(frozen=True)
class Literal:
    """A Chinese text outside every collecting call. `owner`: the name it stands under."""

    file: str
    owner: str
    line: int
    text: str


@dataclass(frozen=True)
class Call:
    file: str
    line: int
    name: str
    first: ast.expr | None
    at_import: bool


class Reader(ast.NodeVisitor):
    """Reads one module; aliases of the collecting calls are known by what they were imported as."""

    def __init__(self, file: str, module: ast.Module) -> None:
        self.file = file
        self.literals: list[Literal] = []
        self.calls: list[Call] = []
        self._aliases = {name: name for name in COLLECTED} | _imported(module)
        self._docstrings = set(_docstrings(module))
        self._owner = ""
        self._depth = 0  # of functions: their bodies run later than the import
        for statement in module.body:
            self._owner = _name_of(statement)
            self.visit(statement)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for early in (*node.decorator_list, node.args):
            self.visit(early)
        self._later(node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._later([node.body])

    def visit_Call(self, node: ast.Call) -> None:
        name = self._aliases.get(getattr(node.func, "id", ""), "")
        if name not in COLLECTED:
            return self.generic_visit(node)
        first = node.args[0] if node.args else None
        self.calls.append(Call(self.file, node.lineno, name, first, self._depth == 0))
        for argument in node.args:
            if not isinstance(argument, ast.Constant):
                self.visit(argument)
        for fact in node.keywords:
            self.visit(fact.value)
        return None

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and id(node) not in self._docstrings:
            self._note(node, node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        parts = [one.value for one in node.values if isinstance(one, ast.Constant)]
        self._note(node, "".join(map(str, parts)))
        for one in node.values:
            if isinstance(one, ast.FormattedValue):
                self.visit(one)

    def _note(self, node: ast.expr, text: str) -> None:
        if HAN.search(text):
            self.literals.append(Literal(self.file, self._owner, node.lineno, text))

    def _later(self, body: list[ast.stmt] | list[ast.expr]) -> None:
        self._depth += 1
        for inner in body:
            self.visit(inner)
        self._depth -= 1


def _imported(module: ast.Module) -> dict[str, str]:
    imports = [node for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    return {name.asname or name.name: name.name for node in imports for name in node.names}


def _docstrings(module: ast.Module) -> Iterator[int]:
    for node in ast.walk(module):
        body = getattr(node, "body", None)
        for one in body if isinstance(body, list) else ():
            if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
                yield id(one.value)


def _name_of(statement: ast.stmt) -> str:
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    names = [
        one.id
        for target in targets
        if target
        for one in ast.walk(target)
        if isinstance(one, ast.Name)
    ]
    return getattr(statement, "name", "") or ",".join(names)


def modules(source: Path) -> Iterator[Reader]:
    """Every module but migrations, which are frozen, and the demo's data."""
    for path in sorted(source.rglob("*.py")):
        file = str(path.relative_to(source))
        if "/migrations/" not in file:
            yield Reader(file, ast.parse(path.read_text("utf-8")))
