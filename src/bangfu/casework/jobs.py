"""Casework in the background: submitting more households than a request should wait for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bangfu.jobs.declaring import Finished, Work, job
from bangfu.kernel.phrases import mark
from bangfu.organisations.queries import today
from bangfu.scope.actors import acting

from .commands.submit_cases import submit_cases
from .rules.submitting import tally

CHUNK = 500  # households that are submitted, and kept, together


@job("casework.submit_many", mark("成批提交认定"), page="case_new_of_job")
def submit_many(work: Work, *, household_ids: Sequence[int]) -> Finished:
    """Submit chunk by chunk, each whole or not at all; after a kill, on from the last whole one.

    Its outcome is what `tally` returns.
    """
    outcome: dict[str, Any] = work.outcome or {"submitted": 0, "rest": []}
    total = len(household_ids)
    work.progress(work.place, total)
    while work.place < total:
        chunk = household_ids[work.place : work.place + CHUNK]
        with acting(work.by):
            outcomes = submit_cases(household_ids=chunk, on=today(), by=work.by)
            outcome = tally(outcome, ((each.verdict, each.household_id) for each in outcomes))
            work.keep(work.place + len(chunk), outcome)
        work.progress(work.place, total)
    return Finished(outcome)
