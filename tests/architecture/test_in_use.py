"""The program holds nothing that only its tests call."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "bangfu"
WORD = re.compile(r"\w+")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
#: A framework calls these by their name.
HOOKS = {
    "as_sql",
    "clean_again",
    "clean_identity",
    "clean_old",
    "compile_filter",
    "compile_nodelist",
    "extend_nodelist",
    "formatException",
    "get_by_natural_key",
    "get_error_message",
    "get_failures",
    "get_post_parameters",
    "get_retry_decision",
    "get_session_auth_hash",
    "get_traceback_frame_variables",
    "process_exception",
    "render_annotated",
    "run_validators",
    "sendall",
    "sendfile",
}
#: Wanted before they have a page: the change of one file (imports write by the thousand), and what
#: was known then of a day that was decided otherwise since.
NOT_YET = {"change_household", "as_known"}


def modules() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(SOURCE)): ast.parse(path.read_text("utf-8"))
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
    }


def names_used(module: ast.Module) -> Iterator[str]:
    """What the code reads, and words in strings that stand for a name: a key, a template's filter.

    What a package only hands on (`__all__`, imports) is not a use.
    """
    read = [node for node in module.body if not _hands_on(node)]
    for node in (inner for statement in read for inner in ast.walk(statement)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword):
            yield node.arg or ""
        elif isinstance(node, ast.Constant) and " " not in str(node.value):
            yield from WORD.findall(str(node.value))


def _hands_on(statement: ast.stmt) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(getattr(target, "id", "") == "__all__" for target in targets)


def words_beside_the_code() -> Iterator[str]:
    """Templates name filters, scripts and the project file name what they run."""
    for path in (*SOURCE.rglob("*.html"), *(ROOT / "scripts").iterdir(), ROOT / "pyproject.toml"):
        if path.is_file():
            yield from WORD.findall(path.read_text("utf-8"))


def test_every_function_is_called_by_the_program():
    parsed = modules()
    used = {name for module in parsed.values() for name in names_used(module)}
    used.update(words_beside_the_code())
    idle = {
        f"{file}:{node.name}"
        for file, module in parsed.items()
        for node in ast.walk(module)
        if isinstance(node, FUNCTIONS) and not node.name.startswith("__")
        if node.name not in used | HOOKS | NOT_YET
    }
    assert idle == set()
