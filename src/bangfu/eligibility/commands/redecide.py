"""Decide anew whatever waits for it, and keep what was known before.

Range by range, each in a transaction of its own: after a kill it goes on where it stopped, and run
again when nothing waits it does nothing. Several may run at once; each takes the ranges that are free.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta

from django.db import connection

from bangfu.acts.frame import RunningAct, act, long_work, nothing_changed, tell
from bangfu.kernel.errors import BangfuError
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import ImpossibleFact, MemberTwice
from ..queries.deciding import decide_over
from ..queries.facts_over import facts_over
from ..queries.planning import in_bulk
from ..queries.stored import stored
from ..rules.catalogue import TURNS
from ..rules.intervals import differences
from .fold_tallies import fold_tallies
from .request_assessment import reassess_soon
from .store_intervals import store
from .taking_marks import (
    bounds,
    close_redecisions,
    due_ranges,
    has_range,
    mark_turns,
    named_if_few,
    take_marks,
)

#: Answers that change by themselves are decided this far ahead, anew when half of it is over.
AHEAD = timedelta(days=400)
A_WHILE = 3.0  # seconds

#: Told how many households are done, and how many there were to do.
Progress = Callable[[int, int], None]


@long_work(duties.ASSESS)
def redecide(*, on: date, by: Actor, progress: Progress = lambda done, total: None) -> int:
    """Determine every household that waits, for all days from the one it waits for on.

    Args:
        on: from this day on answers that change by themselves are decided ahead.

    Returns:
        How many households were determined, changed or not.

    Raises:
        NotPermitted: only the machine decides the register.
        ImpossibleFact, MemberTwice: of a file that no rule can judge. Its range waits until that is
            mended; all the others are decided.
    """
    _mark_turns(on, by)
    with _part(by):
        total = _waiting()
    done = 0
    unjudged: list[BangfuError] = []
    for determined in _decided_parts(on, by, unjudged):
        done += determined
        progress(done, max(done, total))
    _end(done, on, by, unjudged)
    return done


@long_work(duties.ASSESS)
def redecide_a_while(*, on: date, by: Actor, seconds: float = A_WHILE) -> None:
    """As `redecide`, up to the end of the range in which the seconds are over.

    What is left is asked for again, behind the other jobs of the queue.

    Raises: as `redecide`.
    """
    ends = time.monotonic() + seconds
    _mark_turns(on, by)
    done = 0
    unjudged: list[BangfuError] = []
    for determined in _decided_parts(on, by, unjudged):
        done += determined
        if time.monotonic() >= ends and _due(by):
            _leave(done, by)
            return
    _end(done, on, by, unjudged)


def _mark_turns(on: date, by: Actor) -> None:
    with _part(by):
        mark_turns(on + AHEAD / 2)


def _decided_parts(on: date, by: Actor, unjudged: list[BangfuError]) -> Iterator[int]:
    """How many households were determined in each range that was due and free, as it is done.

    What no rule can judge is added to `unjudged`, and the other ranges go on.
    """
    busy: list[int] = []
    left: set[int] = set()
    while ranges := [number for number in _due(by) if number not in left]:
        free = [number for number in ranges if number not in busy]
        number, wait = (free[0], False) if free else (ranges[0], True)
        try:
            determined = _decide(number, on + AHEAD, by, wait=wait)
        except (ImpossibleFact, MemberTwice) as error:
            unjudged.append(error)
            left.add(number)
            continue
        busy = [*busy, number] if determined is None else []
        if determined is not None:
            yield determined


def _end(done: int, on: date, by: Actor, unjudged: list[BangfuError]) -> None:
    """Raises the first of what could not be judged."""
    with act(duties.ASSESS, by):
        close_redecisions()
        fold_tallies(on=on)
        nothing_changed()
        if done:
            tell("register", "", {"households": done})
    if unjudged:
        raise unjudged[0]


def _leave(done: int, by: Actor) -> None:
    with act(duties.ASSESS, by):
        reassess_soon()
        tell("register", "", {"households": done})


def _part(by: Actor) -> AbstractContextManager[RunningAct]:
    return act(duties.ASSESS, by, silent="told once, when all parts are done")


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(distinct household_id) from eligibility_mark")
        return int(cursor.fetchone()[0])


def _due(by: Actor) -> list[int]:
    with _part(by):
        return due_ranges()


def _decide(number: int, last: date, by: Actor, *, wait: bool) -> int | None:
    """How many households of a range were determined; None where somebody else has the range."""
    with _part(by):
        if not has_range(number, wait=wait):
            return None
        households = take_marks(number)
        if households:
            first, end = bounds(number)
            few = named_if_few(households)
            with in_bulk() if few is None else nullcontext():
                decided = decide_over(facts_over(first, end, TURNS, few), TURNS, last)
                before = stored(first, end)
            store(differences(decided, before))
        return households
