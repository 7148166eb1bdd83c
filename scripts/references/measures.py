"""The reference of measures, written from what pages and commands read."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")

import django

if not django.apps.apps.ready:
    django.setup()

from bangfu.reporting.measures.catalogue import measures
from bangfu.reporting.measures.declared import Dimension, Measure

from . import FOLDER

PAGE = FOLDER / "measures.md"
OPENING = """\
# Measures

Written by `make docs` from the program itself; a test fails when it is not current.

Each figure has one definition, in a module of `src/bangfu/reporting/measures`, which counts it and says what it is. The desk, the figures and their exports, the page 统计口径 (`/figures/measures/`) and `bangfu measures` read these; nothing counts the same thing again (`tests/architecture/test_counted_once.py`). Money is counted in fen, and shown in yuan.
"""
FIGURES = """
## Figures of a union

A union's own and all below it, on a day.
"""
TASKS = """
## What waits for an officer

By the duties of whoever asks, today; not given by the command.
"""
HEAD = "\n| code | title | unit | by | what counts | asked for by |\n|---|---|---|---|---|---|\n"


def reference() -> str:
    figures = [each for each in measures().values() if not each.mine]
    tasks = [each for each in measures().values() if each.mine]
    return "".join((OPENING, FIGURES, HEAD, *_lines(figures), TASKS, HEAD, *_lines(tasks)))


def _lines(listed: list[Measure]) -> Iterator[str]:
    for each in listed:
        by = "、".join(known.label for known in Dimension if known in each.by) or "—"
        yield (
            f"| `{each.code}` | {each.title} | {each.unit.label} | {by} | {each.meaning} |"
            f" {each.source} |\n"
        )
