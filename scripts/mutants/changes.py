"""Small changes of a source, each of which a test should notice: of Python, and of the SQL in guards
and in strings. A change is text in place of text, so that the report shows what one would have typed.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

SWAPPED = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
    "is": "is not", "is not": "is", "in": "not in", "not in": "in",
}  # fmt: skip
COMPARISON = re.compile(r"<=|>=|==|!=|<|>|is\s+not|not\s+in|is|in")
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
DROPPED_CALLS = {"select_for_update", "distinct", "order_by", "exclude"}

NO_CODE = re.compile(r"--[^\n]*|'(?:[^']|'')*'")
SQL_LOOKS = re.compile(r"(?i)\b(select|update|delete|insert)\b[^:]*\b(from|set|into|where)\b")
TERM_BEGINS = re.compile(
    r"\b(where|and|or|if|on|when|having)\b(?!\s+(conflict|replace|update|delete|exists \w))"
)
TERM_ENDS = re.compile(
    r"\b(and|or|then|where|group|order|limit|for|union|join|left|cross|having|returning|loop|using|end)\b"
)
IS_CONDITION = re.compile(r"[<>=~]|\b(is|in|exists|like|not)\b|^\s*\w+\.?\w*\s*$")
FUNCTION = re.compile(r"create or replace function (\w+)")
TRIGGER = re.compile(
    r"create or replace (?:constraint )?trigger (\w+)\s[^;]*?\bon (\w+)[^;]*;", re.S
)
COLUMNS = re.compile(r"\(\s*(new\.[^()]*)\)\s*is distinct from\s*\(\s*(old\.[^()]*)\)", re.S)
WORDS: tuple[tuple[str, str], ...] = (
    (r"(?<![<>:=!])<=", "<"), (r"(?<![<>:=!])>=", ">"), (r"<>", "="),
    (r"(?<![<>:=!-])<(?![=>])", "<="), (r"(?<![<>:=!-])>(?![=>])", ">="),
    (r"\bis distinct from\b", "is not distinct from"), (r"(?<!not )\bexists\b(?! \w)", "not exists"),
    (r"\bnot exists\b", "exists"), (r"\bis null\b", "is not null"), (r"\bis not null\b", "is null"),
    (r"\s+for (no key )?update\b(?! of each)(?! on)", ""), (r"\s+for share\b", ""),
    (r"\bgreatest\b", "least"), (r"\bleast\b", "greatest"), (r"\bmin\(", "max("), (r"\bmax\(", "min("),
    (r"\bbefore insert or update\b", "before insert"), (r"\bbefore insert or update\b", "before update"),
    (r"\bafter insert or update\b", "after insert"), (r"\binsert or update or delete\b", "insert or update"),
    (r"\bupdate or delete\b", "update"), (r"(?<=[\w)]) desc\b", ""), (r"(?<=[\w)]) \+ (?=[\w(])", " - "),
    (r"(?<=[\w)]) - (?=[\w(])", " + "), (r"\band not\b", "and"),
    (r"\braise exception[^;]*;", "null;"), (r"\bperform [^;]*;", "null;"),
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """`start` and `end` are offsets in the file's text; `nth` tells equal ones of a function apart."""

    file: str
    line: int
    where: str
    start: int
    end: int
    old: str
    new: str
    nth: int = 1

    @property
    def key(self) -> str:
        """What names it as long as its function says the same, wherever that stands."""
        told = f"{_short(self.old)} → {_short(self.new) or '(nothing)'}"
        return told if self.nth == 1 else f"{told} #{self.nth}"

    def applied(self, text: str) -> str:
        return text[: self.start] + self.new + text[self.end :]


def changes_of(file: str, text: str) -> list[Change]:
    """All changes of a file, in their order."""
    changes = _of_guard(file, text) if file.endswith(".sql") else _Python(file, text).found()
    seen: Counter[tuple[str, str]] = Counter()
    counted = []
    for change in sorted(set(changes), key=lambda change: (change.start, change.end, change.new)):
        seen[change.where, change.key] += 1
        counted.append(Change(**{**vars(change), "nth": seen[change.where, change.key]}))
    return counted


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 90 else f"{words[:60]} … {words[-25:]}"


def _of_guard(file: str, text: str) -> Iterator[Change]:
    """Of a guard's file: its functions' SQL, and each trigger gone."""
    begins = [(function.start(), function[1]) for function in FUNCTION.finditer(text)]
    for start, end, new in _of_sql(text):
        where = next((name for begun, name in reversed(begins) if begun <= start), "")
        yield Change(file, text.count("\n", 0, start) + 1, where, start, end, text[start:end], new)
    for trigger in TRIGGER.finditer(text):
        new = f"drop trigger if exists {trigger[1]} on {trigger[2]};"
        line = text.count("\n", 0, trigger.start()) + 1
        yield Change(file, line, trigger[2], trigger.start(), trigger.end(), trigger[0], new)


def _of_sql(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, in its place) of each change of a piece of SQL."""
    masked = NO_CODE.sub(lambda aside: (" " if aside[0][0] == "-" else "·") * len(aside[0]), text)
    triggers = [trigger.span() for trigger in TRIGGER.finditer(masked)]
    for pattern, new in WORDS:
        for word in re.finditer(pattern, masked):
            yield word.start(), word.end(), new
    for comparison in COLUMNS.finditer(masked):
        yield from _of_columns(text, comparison)
    for begun in TERM_BEGINS.finditer(masked):
        if any(start <= begun.start() < end for start, end in triggers):
            continue
        if begun[1] == "and" and re.search(r"\bbetween\s+[^()]*$", masked[: begun.start()][-80:]):
            continue
        end = _end_of_term(masked, begun.end())
        term = masked[begun.end() : end].strip()
        if term and IS_CONDITION.search(term):
            start = end - len(masked[begun.end() : end].lstrip())
            yield start, start + len(term), "false" if begun[1] == "or" else "true"


def _end_of_term(masked: str, start: int) -> int:
    depth = 0
    for position in range(start, len(masked)):
        letter = masked[position]
        depth += (letter == "(") - (letter == ")")
        if depth < 0 or (depth == 0 and letter in ";,"):
            return position
        if depth == 0 and TERM_ENDS.match(masked, position) and not masked[position - 1].isalnum():
            return position
    return len(masked)


def _of_columns(text: str, comparison: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """A column less that must stay, on both sides of the comparison."""
    new, old = ([part.strip() for part in comparison[side].split(",")] for side in (1, 2))
    for index in range(len(new) if len(new) == len(old) > 1 else 0):
        fewer = (", ".join(side[:index] + side[index + 1 :]) for side in (new, old))
        yield comparison.start(), comparison.end(), "({}) is distinct from ({})".format(*fewer)


class _Python(ast.NodeVisitor):
    """What a module says, not what it imports, annotates or explains."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.lines = [0]
        for line in text.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.path: list[str] = []
        self.depth = 0
        self.changes: list[Change] = []

    def found(self) -> list[Change]:
        self.visit(ast.parse(self.text))
        return self.changes

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if self.depth == 0:  # what lies in a function is called by its name
            self.path.append(node.name)
        self.depth += 1
        for child in [*node.args.defaults, *filter(None, node.args.kw_defaults), *node.body]:
            self.visit(child)
        self.depth -= 1
        if self.depth == 0:
            self.path.pop()

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.path.append(node.name)
        for child in node.body:
            self.visit(child)
        self.path.pop()

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Import(self, node: ast.Import) -> None: ...

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None: ...

    def visit_Assert(self, node: ast.Assert) -> None: ...

    def visit_Raise(self, node: ast.Raise) -> None:
        self._change(node, "pass")

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return  # a docstring
        if isinstance(node.value, ast.Call):
            self._change(node, "pass")
        self.generic_visit(node)

    def visit_If(self, node: ast.If | ast.While | ast.IfExp) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        if not isinstance(node.test, ast.Compare | ast.UnaryOp):
            self._change(node.test, f"not ({self._said(node.test)})")
        self.generic_visit(node)

    visit_IfExp = visit_While = visit_If

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for condition in node.ifs:
            self._change(condition, "True")
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        left: ast.expr = node.left
        for right in node.comparators:
            start, end = self._span(left)[1], self._span(right)[0]
            word = COMPARISON.search(self.text, start, end)
            if word is not None:
                new = SWAPPED[" ".join(word[0].split())]
                self._put(node, word.start(), word.end(), new)
            left = right
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        for value in node.values:
            self._change(value, "True" if isinstance(node.op, ast.And) else "False")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.Invert):
            self._change(node, self._said(node.operand))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        left, right = self._span(node.left), self._span(node.right)
        if isinstance(node.op, ast.BitAnd | ast.BitOr) and not self._is_type(node):
            self._change(node, self._said(node.left))
            self._change(node, self._said(node.right))
        for kind, sign, new in (
            (ast.Add, "+", "-"), (ast.Sub, "-", "+"), (ast.Mult, "*", "//"), (ast.FloorDiv, "//", "*"),
        ):  # fmt: skip
            if isinstance(node.op, kind):
                at = self.text.index(sign, left[1], right[0])
                self._put(node, at, at + len(sign), new)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._change(node, str(not node.value))
        elif isinstance(node.value, int):
            self._change(node, str(node.value + 1))
        elif isinstance(node.value, str):
            self._queries(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._queries(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in CALLED:
            self._change(node.func, CALLED[node.func.id])
        if isinstance(node.func, ast.Attribute):
            if node.func.attr in DROPPED_CALLS:
                self._change(node, self._said(node.func.value))
            elif node.func.attr == "filter" and node.args + node.keywords:
                self._filters(node, node.func)
        self.generic_visit(node)

    def _filters(self, node: ast.Call, called: ast.Attribute) -> None:
        terms: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
        for left_out in terms:
            kept = ", ".join(self._said(one) for one in terms if one is not left_out)
            self._change(node, f"{self._said(called)}({kept})")

    def _queries(self, node: ast.expr) -> None:
        start, end = self._span(node)
        piece = self.text[start:end]
        if SQL_LOOKS.search(piece):
            for begun, ended, new in _of_sql(re.sub(r"^f?\"+", lambda q: " " * len(q[0]), piece)):
                self._put(node, start + begun, start + ended, new)

    def _is_type(self, node: ast.BinOp) -> bool:
        """`A | None` and the like, which are types wherever they stand."""
        sides = (node.left, node.right)
        return any(isinstance(side, ast.Constant) and side.value is None for side in sides)

    def _span(self, node: ast.AST) -> tuple[int, int]:
        return (
            self._offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
            self._offset(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
        )

    def _offset(self, line: int, column: int) -> int:
        begin, end = self.lines[line - 1], self.lines[line]
        return begin + len(self.text[begin:end].encode()[:column].decode())

    def _said(self, node: ast.AST) -> str:
        start, end = self._span(node)
        return self.text[start:end]

    def _change(self, node: ast.AST, new: str) -> None:
        self._put(node, *self._span(node), new)

    def _put(self, node: ast.AST, start: int, end: int, new: str) -> None:
        line = self.text.count("\n", 0, start) + 1
        where = ".".join(self.path)
        self.changes.append(Change(self.file, line, where, start, end, self.text[start:end], new))
