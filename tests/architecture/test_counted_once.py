"""A figure has one definition (`reporting.measures`): whatever else counts rows in the database is listed.

`counts.csv` says of each such file what it counts and why that is no figure: what one round, one page of
a list or one choice holds, what a rule or a check compares. A file that begins to count, and stands in
neither, fails here: declare a measure, or say why it is none.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import bangfu

SOURCE = Path(bangfu.__file__).parent
LISTED = Path(__file__).with_name("counts.csv")
AGGREGATES = {"Count", "Sum", "Avg"}
IN_SQL = re.compile(r"\bselect\b.*\b(count|sum|avg)\s*\(", re.DOTALL)
#: Where figures are counted, and what `tallied` and `totalled` may be read by besides.
HOMES = ("reporting/measures/", "eligibility/queries/tallies.py")
READERS_OF_TALLIES = {
    "eligibility/queries/__init__.py",
    "eligibility/queries/tallies.py",
    "casework/queries/candidates.py",  # how many qualify, less those who may not be submitted
    "reporting/exact_totals.py",  # how many files a list has
}


def counting_files() -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*.py")):
        name = str(path.relative_to(SOURCE))
        if "/migrations/" not in name and not name.startswith(HOMES) and _counts(path):
            yield name


def _counts(path: Path) -> bool:
    return any(
        (_calls_an_aggregate(node) or _is_sql(node))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )


def _calls_an_aggregate(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id in AGGREGATES


def _is_sql(node: ast.AST) -> bool:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [part.value for part in parts if isinstance(part, ast.Constant)]
    return bool(IN_SQL.search(" ".join(text for text in texts if isinstance(text, str))))


def listed() -> dict[str, str]:
    with LISTED.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["why it is no figure"] for row in csv.DictReader(file)}


def test_whatever_counts_is_a_measure_or_says_why_not():
    counting = set(counting_files())
    assert counting - set(listed()) == set(), (
        "declare a measure, or say in counts.csv why it is none"
    )
    assert set(listed()) - counting == set(), "these count nothing any more"
    assert all(len(why) > 10 for why in listed().values())


def test_pages_and_commands_count_nothing_themselves():
    outside = {name for name in listed() if name.startswith(("web/", "operations/cli/"))}
    assert outside == {
        "operations/cli/fitness.py",  # whether a database is ours and empty
        "operations/cli/restore.py",  # whether somebody is connected
        "operations/cli/taken_back.py",  # what a bank may know that a restored backup doesn't
    }


def test_tallies_are_read_by_measures():
    reading = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(r"\b(tallied|totalled)\(", path.read_text("utf-8"))
    }
    others = {name for name in reading if not name.startswith("reporting/measures/")}
    assert others <= READERS_OF_TALLIES
