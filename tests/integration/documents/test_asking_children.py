"""What a child answers is bounded in bytes and in time, whoever has taken it over."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from bangfu.documents.apart.asking import BoundPassed, Bounds, ask_child
from bangfu.documents.spreadsheets import limits as of_reading
from bangfu.documents.typesetting import limits as of_setting

HERE = Path(__file__).parent
CHILD = "taken_over_child"
MEGABYTE = 1 << 20
#: Both parents with another interpreter in the place of ours, and the most memory that each ever held.
PARENT = """
import re, sys
from bangfu.documents.spreadsheets import errors, read_workbook
from bangfu.documents.typesetting import TooHeavyToTypeset, TypesettingFailed, typeset

def held():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) * 1024

sys.executable = sys.argv[1]
before = held()
try:
    read_workbook(b"a,b\\n", "a.csv") if sys.argv[2] == "reads" else typeset("notice", {})
except (errors.SpreadsheetRefused, TooHeavyToTypeset, TypesettingFailed) as refused:
    print(type(refused).__name__, held() - before)
"""
FORMULAS = "[" + '{"f":"cached","v":' * 5_000 + "1" + "}" * 5_000 + "]"  # of formulas of formulas
HEAD, SHEET = '{"typed":false,"since_1904":false}', '{"sheet":"","hidden":0}'


@pytest.fixture(autouse=True)
def _children_found(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(HERE))


def bounds(answer: int = MEGABYTE, seconds: float = 30) -> Bounds:
    return Bounds(answer, seconds)


def ended() -> bool:
    return not any(CHILD in each.cmdline() for each in psutil.Process().children())


def parent_of(tmp_path: Path, command: str, work: str) -> tuple[str, int]:
    """How a parent refuses whose child runs this command, and how many bytes it took for it."""
    program = tmp_path / "interpreter"
    program.write_text(f"#!/bin/sh\n{command}\n")
    program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", PARENT, str(program), work],
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    refused, held = done.stdout.split()
    return refused, int(held)


def test_what_is_sent_arrives_and_what_is_answered_comes_back():
    sent = os.urandom(3 * MEGABYTE)
    answer = ask_child(CHILD, "answers", sent=sent, bounds=bounds(answer=len(sent)))
    assert (answer.content, answer.status) == (sent[::-1], 0)


@pytest.mark.parametrize(("sent", "is_taken"), [(MEGABYTE, True), (MEGABYTE + 1, False)])
def test_the_bound_is_the_last_byte_that_may_come(sent: int, is_taken: bool):
    if is_taken:
        answer = ask_child(CHILD, "sends", str(sent), sent=b"", bounds=bounds())
        assert len(answer.content) == sent
    else:
        with pytest.raises(BoundPassed):
            ask_child(CHILD, "sends", str(sent), sent=b"", bounds=bounds())


@pytest.mark.parametrize("way", ["without end", "slowly", "silent", "errors without end"])
def test_whoever_writes_or_stays_without_end_is_ended(way: str):
    begun = time.monotonic()
    with pytest.raises(BoundPassed):
        ask_child(CHILD, way, sent=bytes(MEGABYTE), bounds=bounds(seconds=1.5))
    assert time.monotonic() - begun < 10
    assert ended()


def test_a_child_that_reads_nothing_still_answers():
    answer = ask_child(CHILD, "reads nothing", sent=bytes(8 * MEGABYTE), bounds=bounds())
    assert (answer.content, answer.status) == (b"enough", 0)
    assert ended()


def test_how_a_child_was_ended_is_told():
    assert ask_child(CHILD, "killed", sent=b"", bounds=bounds()).status == -9


def test_its_surroundings_hold_nothing_of_ours(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere")
    monkeypatch.setenv("BANGFU_FONTS", "/somewhere")
    answer = ask_child(CHILD, "surroundings", sent=b"", bounds=bounds(), passed=["BANGFU_FONTS"])
    told = answer.content.decode()
    assert "BANGFU_FONTS" in told
    assert "DATABASE_URL" not in told


@pytest.mark.parametrize(
    ("work", "refusal", "most"),
    [
        ("reads", "TooHeavy", of_reading.MOST_OUTPUT),
        ("sets", "TooHeavyToTypeset", of_setting.MOST_PAPER),
    ],
)
def test_both_parents_hold_no_more_than_their_bound(
    tmp_path: Path, work: str, refusal: str, most: int
):
    refused, held = parent_of(tmp_path, "exec cat /dev/zero", work)
    assert refused == refusal
    assert held < most + 32 * MEGABYTE


@pytest.mark.parametrize(
    ("line", "ending", "refusal"),
    [
        ("{},", "", "TooHeavy"),  # one line, twenty-four times as much in memory
        ("[]", "\n", "TooManyCells"),
        (SHEET, "\n", "TooManyParts"),
    ],
)
def test_what_stands_for_far_more_than_it_weighs_is_refused(
    tmp_path: Path, line: str, ending: str, refusal: str
):
    """Ninety megabytes of it: below the bound of the answer."""
    flat = "" if ending else " | tr -d '\\n'"
    command = f"printf '%s\\n' '{HEAD}' '{SHEET}'; yes '{line}'{flat} | head -c {90 * MEGABYTE}"
    refused, held = parent_of(tmp_path, command, "reads")
    assert refused == refusal
    assert held < of_reading.MOST_OUTPUT + 200 * MEGABYTE


@pytest.mark.parametrize(
    "line", ["[" * 100_000, FORMULAS, '{"refused":"no such kind"}', "3", "[{}]", "x"]
)
def test_lines_that_no_child_of_ours_writes_are_refused(tmp_path: Path, line: str):
    lines = tmp_path / "lines"
    lines.write_text(f"{HEAD}\n{SHEET}\n{line}\n")
    assert parent_of(tmp_path, f"cat {lines}", "reads")[0] == "Damaged"


@pytest.mark.parametrize("answered", ["", "[]", "{}", "[" * 100_000, '{"set":', '"set"'])
def test_a_paper_without_the_childs_head_is_refused(tmp_path: Path, answered: str):
    answer = tmp_path / "answer"
    answer.write_text(answered)
    assert parent_of(tmp_path, f"cat {answer}", "sets")[0] == "TypesettingFailed"
