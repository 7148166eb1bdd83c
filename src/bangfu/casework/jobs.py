"""Casework in the background: more households than a request should wait for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bangfu.jobs.declaring import Finished, Work, job
from bangfu.kernel.phrases import mark
from bangfu.organisations.queries import today
from bangfu.scope.actors import Actor, acting

from .commands._moving import Moved
from .commands.adjust_classes import adjust_classes
from .commands.propose_adjustment import propose_adjustment
from .commands.submit_cases import submit_cases
from .enums import Act
from .errors import CasesHindered
from .queries import cases_with
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


MOVES: Mapping[str, Callable[..., Moved]] = {
    Act.PROPOSE.value: propose_adjustment,
    Act.ADJUST.value: adjust_classes,
}
NAMED = 100  # most households that are named of those left


@job("casework.move_many", mark("成批调整类别"), page="case_moved_of_job")
def move_many(
    work: Work, *, act: str, cases: Sequence[tuple[int, int]], typed: Mapping[str, str]
) -> Finished:
    """Propose or decide chunk by chunk; whoever can't be moved any more is left, and named.

    Args:
        act: a key of `MOVES`.
        cases: case id and the version that the officer looked at.
        typed: what the form of the act asks for.

    Its outcome is {act, moved, left: [case ids], left_count}.
    """
    outcome: dict[str, Any] = work.outcome or {"act": act, "moved": 0, "left": [], "left_count": 0}
    total = len(cases)
    work.progress(work.place, total)
    while work.place < total:
        chunk = dict(cases[work.place : work.place + CHUNK])
        with acting(work.by):
            moved = _moved(act, chunk, typed, work.by)
            left = [id_ for id_ in chunk if id_ not in moved]
            outcome = {
                "act": act,
                "moved": outcome["moved"] + len(moved),
                "left": [*outcome["left"], *left][:NAMED],
                "left_count": outcome["left_count"] + len(left),
            }
            work.keep(work.place + len(chunk), outcome)
        work.progress(work.place, total)
    return Finished(outcome)


def _moved(
    act: str, chunk: Mapping[int, int], typed: Mapping[str, str], by: Actor
) -> frozenset[int]:
    """All that stand as they were looked at and may still be moved."""
    free = cases_with(chunk, by)
    while free:
        try:
            return frozenset(MOVES[act](cases=free, on=today(), by=by, **typed).moved)
        except CasesHindered as refused:
            free = cases_with(free, by, without=refused.reasons)
    return frozenset()
