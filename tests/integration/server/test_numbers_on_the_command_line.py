"""An identity or card number in any text that a command takes: refused, and neither said, logged nor kept."""

from __future__ import annotations

import argparse
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from folders import found

from bangfu.operations.cli import command_parser
from bangfu.operations.cli.postgres_tools import OPTIONS, tool
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer
from security.number_shapes import SHAPES, holds

Bangfu = Callable[..., subprocess.CompletedProcess[str]]
DAY = "2010-10-31"
#: A whole line for each text that no type of the parser refuses; {} is where the number stands.
LINES = {
    ("measures", "code"): ["measures", "{}"],
    ("explain", "file_no"): ["explain", "{}", "--on", DAY],
    ("password", "username"): ["password", "{}"],
    ("password", "administrator_of"): ["password", "third", "--administrator-of", "{}"],
    ("administrator", "username"): ["administrator", "{}", "--name", "某人"],
    ("administrator", "name"): ["administrator", "third", "--name", "{}"],
    ("administrator", "of"): ["administrator", "third", "--name", "某人", "--of", "{}"],
    ("adopt", "document"): ["rules", "adopt", "2016", "--place", "440900", "--from", DAY, "--document", "{}"],
    ("assess", "union"): ["assess", "--on", DAY, "--out", "{out}", "--union", "{}"],
    ("pay", "round"): ["pay", "{}", "--by", "x", "--export", "{out}"],
    ("pay", "by"): ["pay", "1", "--by", "{}", "--export", "{out}"],
    ("pay", "bank"): ["pay", "1", "--by", "x", "--answer", "{in}", "--bank", "{}"],
    ("unions", "by"): ["import", "unions", "{in}", "--by", "{}"],
    ("standards", "by"): ["import", "standards", "{in}", "--by", "{}"],
    ("register", "by"): ["import", "register", "{in}", "--by", "{}"],
}  # fmt: skip
#: Names of files and folders: an operator's own, on the operator's own machine.
PATHS = {
    "file",
    "out",
    "report",
    "members",
    "export",
    "answer",
    "certificate",
    "key",
    "household_report",
}


def texts(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, argparse.Action]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield from texts(below, word)
        elif action.nargs != 0 and action.dest != "help":
            yield name, action


def free() -> set[tuple[str, str]]:
    return {
        (name, action.dest)
        for name, action in texts(command_parser())
        if action.type is None and action.choices is None and action.dest not in PATHS
    }


def test_every_text_of_every_command_is_tried():
    assert free() == set(LINES)


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_what_a_parser_refuses_is_not_repeated(shape, capsys):
    typed = [(name, each) for name, each in texts(command_parser()) if each.type or each.choices]
    assert len(typed) > 10
    for _name, action in typed:
        parser = type(command_parser())(prog="bangfu")
        option = action.option_strings[:1] or [action.dest]
        parser.add_argument(*option, type=action.type, choices=action.choices)
        line = [*action.option_strings[:1], shape.text]
        with suppress(SystemExit):  # a file's name is taken; it is the operator's own
            parser.parse_args(line)
        said = capsys.readouterr()
        assert not holds(said.err + said.out), f"{action.dest}, {shape!r}"


def test_no_command_takes_says_or_keeps_one(
    place: Path, bangfu: Bangfu, migrated_folder: Callable[[Path], None]
):
    root = place / "data"
    migrated_folder(root)
    server = EmbeddedServer(DataFolder(root))
    found(server)
    (place / "in.csv").write_text("编码,名称\n", "utf-8")
    wrong = []
    try:
        with server:
            for at, (of, line) in enumerate(sorted(LINES.items())):
                shape = SHAPES[at % len(SHAPES)]
                told = {"out": place / "out.csv", "in": place / "in.csv"}
                done = bangfu(root, *[each.format(shape.text, **told) for each in line])
                wrong += [f"{of}: not refused, {shape!r}"] if done.returncode == 0 else []
                wrong += [f"{of}: said, {shape!r}"] if holds(done.stdout + done.stderr) else []
            kept = _dumped(server)
        logs = [
            path.name for path in root.rglob("*.log") if holds(path.read_text("utf-8", "replace"))
        ]
    finally:
        server.destroy()
    assert wrong == []
    assert [line[:20] for line in kept.splitlines() if holds(line)] == []
    assert logs == []


def _dumped(server: EmbeddedServer) -> str:
    """The whole database in plain text."""
    command = [tool("pg_dump"), "--format=plain", "--enable-row-security", server.urls()[0]]
    surroundings = {**os.environ, "PGOPTIONS": OPTIONS}
    done = subprocess.run(command, capture_output=True, text=True, env=surroundings, check=True)
    assert "organisations_installation" in done.stdout
    return done.stdout
