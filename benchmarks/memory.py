"""The most memory that a process holds which gives a list of 200,376 files out.

    python benchmarks/memory.py [--size 200k]

The background job as the worker runs it, in a process of its own, against what the process held
before it began. At 11k the list as a request makes it is measured beside it.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `world` sets up)

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from datetime import date

from worlds import SIZES, world

DAY = date(2010, 10, 31)
WANTED = 512  # MB


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", action="append", choices=SIZES)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sizes = options.size or ["11k", "200k"]
    if options.inside:
        measure(sizes[0])
        return 0
    for size in sizes:  # each in a process of its own: what one held says nothing of the next
        subprocess.run([sys.executable, __file__, "--inside", "--size", size], check=True)
    return 0


def measure(size: str) -> None:
    with world(size):
        from dataclasses import asdict

        from bangfu.jobs.commands.begin_job import begin_job
        from bangfu.jobs.commands.run_job import run_job
        from bangfu.jobs.models import Job, JobPart
        from bangfu.organisations.queries import actor_named
        from bangfu.reporting.files import Wanted
        from bangfu.reporting.jobs import export_files
        from bangfu.scope.actors import acting, background

        actor = actor_named("city-auditor", DAY)
        with acting(actor):
            asked = {"day": str(DAY), "wanted": asdict(Wanted())}
            job_id = begin_job(export_files, asked, on=DAY, by=actor).pk
        before, began = high_water(), time.perf_counter()
        run_job(job_id=job_id, on=DAY, by=background())
        seconds = time.perf_counter() - began
        with acting(actor):
            job = Job.objects.get(pk=job_id)
            parts = JobPart.objects.filter(job=job).count()
            JobPart.objects.filter(job=job).delete()
        assert job.state == "done", job.failure
    print(f"export of {job.done:,} files as a background job ({size}), {parts} MB of workbook")
    print(f"  before {before:6.0f} MB   most {high_water():6.0f} MB   (wanted: {WANTED} or less)")
    print(f"  {seconds:6.1f} s, {seconds / max(job.done, 1) * 1e6:6.0f} µs a file")


def high_water() -> float:
    """Megabytes that the process held at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
