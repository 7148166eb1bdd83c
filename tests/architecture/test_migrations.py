"""Migrations are frozen: they hold text, so that they do tomorrow what they did when they ran.

One that imports from the program changes with it, and two offices on one version end up with
different databases.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bangfu

SOURCE = Path(bangfu.__file__).parent
MIGRATIONS = sorted(SOURCE.glob("*/migrations/[0-9]*.py"))
#: Ways to import that name the module in a string.
BY_NAME = {"import_module", "__import__", "import_string", "get_callable", "exec", "eval"}


def imports_of_the_program(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if _is_ours(name.name))
        elif isinstance(node, ast.ImportFrom):
            if node.level or _is_ours(node.module or ""):
                yield "." * node.level + (node.module or "")
        elif isinstance(node, ast.Call) and _called(node) in BY_NAME:
            yield f"{_called(node)}(…)"


def _is_ours(module: str) -> bool:
    return module.split(".")[0] in ("bangfu", "importlib")


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}.{path.stem}")
def test_a_migration_imports_nothing_of_the_program(path: Path):
    assert list(imports_of_the_program(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "text",
    [
        "import bangfu.scope.models",
        "from bangfu import scope",
        "from bangfu.scope.models import TIERS",
        "from .. import models",
        "from ..enums import WAYS",
        "from . import helpers",
        "import importlib",
        "from importlib import import_module",
        "__import__('bangfu.scope')",
        "def forwards(apps, editor):\n    from bangfu.scope.models import TIERS",
        "from django.utils.module_loading import import_string\nimport_string('bangfu.x')",
    ],
)
def test_every_way_of_importing_is_seen(text: str):
    assert list(imports_of_the_program(ast.parse(text))) != []
