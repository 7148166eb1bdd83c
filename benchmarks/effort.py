"""What a piece of work cost this process and its PostgreSQL backend: processor time and memory.

On a machine that others use the clock says little; the processor time of both says what was done.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Effort:
    """Seconds: of the processor here, of the processor in the backend, and by the clock."""

    here: float
    backend: float
    clock: float

    @property
    def processor(self) -> float:
        return self.here + self.backend

    def __str__(self) -> str:
        return (
            f"{self.processor:7.2f} s of processor ({self.here:.2f} here,"
            f" {self.backend:.2f} in the database), {self.clock:.2f} s by the clock"
        )


def effort_of(act: Callable[[], object]) -> Effort:
    """Of work that Django's connection does, in one backend and without parallel workers."""
    pid = _backend()
    backend, here, clock = _processor_of(pid), time.process_time(), time.perf_counter()
    act()
    return Effort(
        time.process_time() - here, _processor_of(pid) - backend, time.perf_counter() - clock
    )


def high_water() -> str:
    """Megabytes that this process held at most so far, and what its backend held for itself."""
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    status = dict(
        line.split(":", 1)
        for line in Path(f"/proc/{_backend()}/status").read_text().splitlines()
        if ":" in line
    )
    shared = _kilobytes(status["RssShmem"]) + _kilobytes(status["RssFile"])
    own = (_kilobytes(status["VmHWM"]) - shared) / 1024
    return f"at most {here:.0f} MB here, {own:.0f} MB in the backend beside shared memory"


def _backend() -> int:
    from django.db import connection  # noqa: PLC0415 (Django is set up by then)

    with connection.cursor() as cursor:
        cursor.execute("set max_parallel_workers_per_gather = 0")
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _processor_of(pid: int) -> float:
    # utime and stime stand behind the program's name, which may hold spaces.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _kilobytes(text: str) -> int:
    return int(text.split()[0])
