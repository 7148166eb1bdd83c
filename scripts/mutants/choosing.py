"""Which tests may notice a change: those that call its function, as seen once when nothing was changed."""

from __future__ import annotations

import ast
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from changes import FUNCTION, Change
from trials import ROOT, Outcome, Trial

KEPT = ROOT / ".run" / "mutants" / "tests.json"
WATCHED = ("tests/unit", "tests/integration", "tests/security")
#: Servers of their own, the whole demo, or a list of the whole catalogue, which notices any guard.
ASIDE = (
    "tests/integration/server", "tests/integration/guarding", "tests/integration/test_demo.py",
    "tests/integration/intake/test_maoming.py", "tests/integration/documents",
)  # fmt: skip


class Seen:
    """What each test called, by its file, as long as that file and those beside it stay the same."""

    def __init__(self, below: str = "tests") -> None:
        """`below`: where the tests lie that may be chosen."""
        self.below = below
        kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
        self.files: dict[str, dict[str, object]] = kept
        self._index()

    def missing(self, also: Iterable[str] = ()) -> list[str]:
        """Test files that were not seen yet, or are others by now: those below, and those of `also`."""
        below = [file for file in _test_files() if file.startswith(self.below)]
        files = dict.fromkeys([*(test.partition("::")[0] for test in also), *below])
        return [file for file in files if self._digest(file) != _digest_of(file)]

    def passing(self, tests: Iterable[str]) -> list[str]:
        """Those that these name, be it by their file, and that pass when nothing is changed."""
        return [seen for seen in self.seconds for test in tests if seen.startswith(test)]

    def watching(self, file: str) -> Trial:
        """Those with servers of their own take minutes, on a busy machine many."""
        return Trial(0, {}, (file,), 240.0 if file.startswith(ASIDE) else 60.0, record=True)

    def note(self, file: str, outcome: Outcome) -> None:
        tests = [line for line in outcome.lines if "test" in line and "failed" not in line]
        self.files[file] = {"digest": _digest_of(file), "tests": tests}
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        KEPT.write_text(json.dumps(self.files, ensure_ascii=False), "utf-8")
        self._index()

    def wanted(self, change: Change) -> frozenset[str]:
        """All tests that may notice the change."""
        calling = self._guard(change) if change.file.endswith(".sql") else self._module(change)
        return frozenset(test for test in calling if test.startswith(self.below))

    def tests_for(
        self, change: Change, budget: float, tried: frozenset[str] = frozenset()
    ) -> tuple[list[str], float]:
        """Tests within `budget` seconds but those tried, those of the same app first, short ones
        first; their sum.
        """
        app = f"/{change.file.split('/')[2]}/"
        wanted = self.wanted(change) - tried
        ordered = sorted(wanted, key=lambda test: (app not in test, self.seconds[test], test))
        chosen, sum_of = [], 0.0
        for test in ordered:
            if chosen and sum_of + self.seconds[test] > budget:
                continue
            chosen.append(test)
            sum_of += self.seconds[test]
        return chosen, sum_of

    def _digest(self, file: str) -> object:
        return self.files.get(file, {}).get("digest")

    def _index(self) -> None:
        self.by_function: dict[str, set[str]] = defaultdict(set)
        self.by_file: dict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = {}
        for entry in self.files.values():
            for line in entry["tests"]:  # type: ignore[attr-defined]
                test = line["test"]
                self.seconds[test] = line["seconds"]
                for called in [*line["python"], *line["sql"]]:
                    self.by_function[called].add(test)
                    self.by_file[called.partition(":")[0]].add(test)

    def _module(self, change: Change) -> set[str]:
        exact = self.by_function[f"{change.file}:{change.where}"]
        if exact and change.where:
            return exact
        near = set(self.by_file[change.file])
        module = ".".join(Path(change.file).with_suffix("").parts[1:]).removesuffix(".__init__")
        for file in _importing(module):
            near |= self.by_file[file]
            near |= {test for test in self.seconds if test.startswith(f"{file}::")}
        return near

    def _guard(self, change: Change) -> set[str]:
        """A trigger by its function; a function that is not counted by whose text names it."""
        text = (ROOT / change.file).read_text("utf-8")
        names = [change.where] if change.where in self.by_function else FUNCTION.findall(text)
        exact = set().union(*(self.by_function[name] for name in names))
        return exact or set().union(*(self._naming(name) for name in names))

    def _naming(self, name: str) -> set[str]:
        """Also tests that say it in SQL of their own: what becomes part of the asking query is counted nowhere."""
        asking = [file for file in _test_files() if name in (ROOT / file).read_text("utf-8")]
        tests = {
            test for test in self.seconds if test.startswith(tuple(f"{file}::" for file in asking))
        }
        for path in sorted((ROOT / "src").rglob("*")):
            if path.suffix in (".py", ".sql") and name in path.read_text("utf-8"):
                tests |= self.by_file[str(path.relative_to(ROOT))]
                if path.suffix == ".sql":
                    declared = FUNCTION.findall(path.read_text("utf-8"))
                    tests = tests.union(*(self.by_function[other] for other in declared))
        return tests


def _test_files() -> list[str]:
    paths = (path for folder in WATCHED for path in sorted((ROOT / folder).rglob("test_*.py")))
    names = (str(path.relative_to(ROOT)) for path in paths)
    return [name for name in names if not name.startswith(ASIDE)]


def _digest_of(file: str) -> str:
    return hashlib.sha256((ROOT / file).read_bytes()).hexdigest()[:16]


_IMPORTS: dict[str, set[str]] = {}


def _importing(module: str) -> set[str]:
    """Files of the program and of the tests that import this module."""
    if not _IMPORTS:
        for folder in ("src", "tests"):
            for path in (ROOT / folder).rglob("*.py"):
                _IMPORTS[str(path.relative_to(ROOT))] = set(_imported(path))
    return {file for file, names in _IMPORTS.items() if module in names}


def _imported(path: Path) -> Iterable[str]:
    package = path.relative_to(ROOT).with_suffix("").parts[1:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *filter(None, [node.module])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
