"""Processor time of a piece of work: of this process and of its PostgreSQL backend, together.

On a shared machine the clock on the wall counts what others do; this doesn't.
"""
# ruff: noqa: PLC0415 (the connection needs Django, which the caller sets up)

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

TICK = os.sysconf("SC_CLK_TCK")
TIMES = 3


def processor_seconds(backend: int | None = None) -> float:
    """Used so far, by this process and the backend of its connection (or the one named)."""
    stat = Path(f"/proc/{backend or backend_pid()}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(stat[11]) + int(stat[12])) / TICK


def backend_pid() -> int:
    """Of Django's connection. It does all by itself: a helper's time would not be counted."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set max_parallel_workers_per_gather = 0")
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def spent_on(act: Callable[[], object]) -> float:
    before = processor_seconds()
    act()
    return processor_seconds() - before


def median_spent(
    act: Callable[[], object], prepare: Callable[[], object] = lambda: None, times: int = TIMES
) -> float:
    """After one run that is not counted; preparing is never counted."""

    def once() -> float:
        prepare()
        return spent_on(act)

    once()
    return median(once() for _ in range(times))
