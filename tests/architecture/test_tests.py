"""Tests of one kind lie in one place."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from ordering import LONG_SECONDS, PARTED, SECONDS, seconds_of, unit_of

TESTS = Path(__file__).parents[1]
#: Fixtures that open a browser or serve to one, and the library that drives it.
BROWSING = {"screen", "browser", "live_site", "live_demo", "officers", "staff", "gallery_url"}


def modules() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(TESTS)): ast.parse(path.read_text("utf-8"))
        for path in sorted(TESTS.rglob("*.py"))
    }


def browses(module: ast.Module) -> bool:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("playwright"):
            return True
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            fixtures = {argument.arg for argument in node.args.args}
            if BROWSING & fixtures:
                return True
    return False


def test_browser_tests_lie_in_one_folder():
    browsing = {name for name, module in modules().items() if browses(module)}
    assert len(browsing) > 8
    assert {name for name in browsing if not name.startswith("browser/")} == set()


def test_what_is_said_to_be_long_is_there():
    files = {name.partition("[")[0] for name in {*SECONDS, *LONG_SECONDS, *PARTED}}
    assert [name for name in files if not (TESTS.parent / name).exists()] == []


def test_the_long_run_has_seconds_of_all_that_it_runs():
    line = (
        (TESTS.parent / "Makefile").read_text("utf-8").partition("\nlong:")[2].partition("\n\n")[0]
    )
    asked = set(re.findall(r"tests/[\w/]+\.py", line))
    assert asked == {name.partition("[")[0] for name in LONG_SECONDS}


def test_the_long_run_takes_each_place_of_the_full_product_by_itself():
    file = "tests/security/test_full_product.py"
    xinyi, nobody = (f"{file}::test_everything[{place}]" for place in ("xinyi", "nobody"))
    assert {unit_of(one, long=False) for one in (xinyi, nobody)} == {file}
    units = [unit_of(one, long=True) for one in (xinyi, nobody, f"{file}::test_it_is_noticed")]
    assert units == [f"{file}[xinyi]", f"{file}[nobody]", file]
    longest, short, shortest = (seconds_of(one, long=True) or 0 for one in units)
    assert longest > short > shortest > 0
    assert seconds_of(f"{file}[xinyi]", long=False) is None


def test_no_two_modules_of_tests_bear_one_name():
    """A test module in a folder that is no package is imported by its file's name alone: the second
    of a name is not collected, and only a run of both folders tells.
    """
    apart = [
        path for path in TESTS.rglob("test_*.py") if not (path.parent / "__init__.py").exists()
    ]
    names = Counter(path.name for path in apart)
    assert [name for name, number in names.items() if number > 1] == []
