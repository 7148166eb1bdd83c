"""Every command writes its line into the log, and a test would see it missing.

The frame refuses a use case that ends without an entry (`acts/test_frame`). So no command can lose its
line unnoticed, provided that it isn't let off, that it doesn't say `nothing_changed` where something
was, and that some test runs it.
"""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from .test_duties import SOURCE, use_cases

TESTS = Path(__file__).parents[1]
#: Let off by the frame; each says why where it stands. Another one needs a line here.
SILENT = {
    "change_household", "close_stuck", "forget_answer", "forget_answers", "forget_back", "forget_form", "forget_forms",
    "forget_results", "give_up_lost", "install_winter_warmth", "keep_answer", "keep_form",
    "open_answer", "reassess_what_waits", "request_merge", "take_bank_answers", "take_waiting_answer", "try_register",
}  # fmt: skip
#: What is done many times over says in each part, or at its end, that it was done.
TELLING = {"tell", "tell_each", "finish", "act"}


def names_in(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


def framed() -> list[tuple[str, str]]:
    """(full name, why it is silent or "") of each use case."""
    return [(name, getattr(command, "silent", "")) for name, command in use_cases()]


def test_no_further_command_is_let_off():
    silent = {name.rpartition(".")[2] for name, why in framed() if why}
    long_work = {name.rpartition(".")[2] for name, why in framed() if why == "its parts tell"}
    assert silent - long_work == SILENT


@pytest.mark.parametrize("name", [name for name, why in framed() if why in ("", "its parts tell")])
def test_it_tells_by_itself_or_by_what_it_calls(name):
    """Also that it isn't by `nothing_changed` alone that it gets through."""
    seen: set[Path] = set()
    waiting = [SOURCE.parent / Path(*name.split(".")[:-1]).with_suffix(".py")]
    told: set[str] = set()
    while waiting and not told & TELLING:
        path = waiting.pop()
        path = path if path.exists() else path.with_suffix("") / "__init__.py"
        if path in seen or not path.exists():
            continue
        seen.add(path)
        told |= names_in(path)
        waiting += [one for one in commands_imported(path) if one not in seen]
    assert told & TELLING


def commands_imported(path: Path) -> list[Path]:
    """Files of commands that this one imports, of its own app or of those below."""
    package = path.relative_to(SOURCE.parent).with_suffix("").parts[:-1]
    files = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            parts = [*above, *(node.module or "").split(".")]
            names = [[*parts, alias.name] for alias in node.names]
            files += [
                SOURCE.parent / Path(*each).with_suffix(".py")
                for each in (parts, *names)
                if "commands" in each and each[0] == "bangfu"
            ]
    return files


#: Run by a test through its page, its job or its line of the command line: where, and what there says so.
THROUGH = {
    "forget_form": ("integration/reporting/test_kept_forms.py", "KeptForm.objects.count() == 0"),
    "open_answer": ("integration/rounds/asking_pages.py", "officer.get(waiting)"),
    "reveal_phone": ("integration/reporting/test_file_pages.py", '"phone": facts.pk'),
    "take_waiting_answer": ("integration/rounds/asking_pages.py", "{waiting}take/"),
    "try_register": ("integration/intake/test_command_line.py", '"--dry-run"'),
}


def test_every_command_is_run_by_a_test():
    tested = set().union(*(names_in(path) for path in TESTS.rglob("*.py")))
    unseen = {command.__name__ for _name, command in use_cases()} - tested
    assert unseen == set(THROUGH)
    for place, words in THROUGH.values():
        assert words in (TESTS / place).read_text("utf-8")
    assert len(use_cases()) > 60


def test_the_frame_lets_nobody_off_without_a_word():
    for _name, command in use_cases():
        assert isinstance(command.silent, str)
        assert "by" in inspect.signature(command).parameters
