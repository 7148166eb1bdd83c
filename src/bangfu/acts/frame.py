"""The frame of a use case: duty, scope, transaction, refusals in words, and the log.

    @use_case(duties.RELEASE, refusals={"name_of_a_constraint": ItsTypedError})
    def release_round(*, round_id: int, on: date, by: Actor) -> Released: ...

Pages, the command line and jobs call it alike: it opens its own scope and transaction, and asks
for the duty before anything else.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from bangfu.audit.recording import Detail, record, record_many
from bangfu.scope.actors import Actor, acting

from .duties import Duty
from .errors import NoActRuns, NothingTold, OnlyShown
from .refusals import Refusals, in_words
from .roles import require
from .texts import refuse_numbers

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class RunningAct:
    """A use case that runs. `told`: the log has an entry, or nothing was changed."""

    duty: Duty
    by: Actor
    told: bool = False


_running: ContextVar[RunningAct | None] = ContextVar("bangfu_act", default=None)
_only_shown: ContextVar[bool] = ContextVar("bangfu_only_shown", default=False)


def use_case(
    duty: Duty,
    *,
    refusals: Refusals | None = None,
    silent: str = "",
    looking: bool = False,
    numbers_in: Collection[str] = (),
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run a command only for who holds `duty`, whole or not at all, with an entry in the log.

    Args:
        refusals: constraints whose refusal is the typed error of the same rule.
        silent: why the command itself writes no entry, where it need not; else one that ends
            without an entry is a fault of the program.
        looking: it only reads, so that a page that is shown again may ask for it, too.
        numbers_in: arguments that may hold an identity or card number, for they seal, hide or forget it.

    Raises:
        NotPermitted: the actor `by` does not hold the duty.
        NumberWhereNoneIs: another argument's text holds such a number.
        TypeError: at import, for a command with positional arguments or without `by`.
    """

    def decorate(command: Callable[P, R]) -> Callable[P, R]:
        _require_keywords(command, numbers_in)

        @wraps(command)
        def framed(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs["by"]
            if not looking:
                refuse_while_only_shown()
            with in_words(refusals or {}), act(duty, by, silent=silent):
                refuse_numbers(kwargs, numbers_in)
                return command(*args, **kwargs)

        framed.duty = duty  # type: ignore[attr-defined]
        framed.silent = silent  # type: ignore[attr-defined]
        framed.numbers_in = frozenset(numbers_in)  # type: ignore[attr-defined]
        return framed

    return decorate


def long_work(duty: Duty) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run a command that is many transactions: the duty is asked for once, before the first.

    Each part opens an act of its own (`act`); after a kill the parts that are done stand.
    """

    def decorate(command: Callable[P, R]) -> Callable[P, R]:
        _require_keywords(command)

        @wraps(command)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs["by"]
            refuse_while_only_shown()
            require(duty, by)
            refuse_numbers(kwargs, ())
            return command(*args, **kwargs)

        asked.duty = duty  # type: ignore[attr-defined]
        asked.silent = "its parts tell"  # type: ignore[attr-defined]
        asked.numbers_in = frozenset()  # type: ignore[attr-defined]
        return asked

    return decorate


@contextmanager
def act(duty: Duty, by: Actor, *, silent: str = "", looking: bool = False) -> Iterator[RunningAct]:
    """The frame itself: for pages, and for long work that is many transactions.

    Args:
        looking: as of `scope.actors.acting`.

    Raises:
        NotPermitted: before anything is opened.
        NothingTold: on leaving, and nothing is kept.
    """
    require(duty, by)
    with acting(by, duty.code, looking=looking):
        this = RunningAct(duty, by, told=bool(silent))
        before = _running.set(this)
        try:
            yield this
            if not this.told and not transaction.get_rollback():
                raise NothingTold(duty.code)
        finally:
            _running.reset(before)


@contextmanager
def only_showing() -> Iterator[None]:
    """Until it ends a page shows what was sent to it before, and no use case runs."""
    before = _only_shown.set(True)
    try:
        yield
    finally:
        _only_shown.reset(before)


def is_only_shown() -> bool:
    return _only_shown.get()


def refuse_while_only_shown() -> None:
    """Raises OnlyShown: nothing is done that its officer does not see."""
    if is_only_shown():
        raise OnlyShown


def part_of_act(function: Callable[P, R]) -> Callable[P, R]:
    """A piece that several use cases share: whole or not at all. It asks for no duty, they do."""
    return wraps(function)(transaction.atomic(function))


def running_act() -> RunningAct:
    """Raises NoActRuns."""
    running = _running.get()
    if running is None:
        raise NoActRuns
    return running


def needs(duty: Duty) -> None:
    """A further duty, where a use case goes beyond its usual one. Raises NotPermitted."""
    require(duty, running_act().by)


def tell(
    kind: str,
    subject: object,
    detail: Detail | None = None,
    *,
    action: str = "",
    union_id: int | None = None,
    in_name_of: Actor | None = None,
) -> None:
    """Write into the log that the running act was done to a subject; see `audit.record`.

    Args:
        action: the log's word where it is not the duty's code.
        in_name_of: the officer for whom the machine acts.

    Raises:
        NoActRuns.
        NothingTold: the log has no word for the duty, and `action` names none.
    """
    this = running_act()
    record(in_name_of or this.by, _word(this, action), kind, subject, detail, union_id=union_id)
    this.told = True


def tell_each(kind: str, subjects: Iterable[tuple[object, Detail]], *, action: str = "") -> None:
    """Write an entry for each of many subjects of the running act. Raises as `tell`."""
    this = running_act()
    record_many(this.by, _word(this, action), kind, subjects)
    this.told = True


def nothing_changed() -> None:
    """What the running act was to do had been done before: there is nothing to tell."""
    running_act().told = True


def _word(this: RunningAct, action: str) -> str:
    """Raises NothingTold where the log has no word for the duty and none was named."""
    if not action and not this.duty.logged:
        raise NothingTold(this.duty.code)
    return action or this.duty.code


def _require_keywords(command: Callable[..., Any], numbers_in: Collection[str] = ()) -> None:
    parameters = inspect.signature(command).parameters
    if strange := set(numbers_in) - set(parameters):
        raise TypeError(f"{command.__qualname__}: no arguments {sorted(strange)}")
    keywords = all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters.values())
    if not keywords or "by" not in parameters:
        raise TypeError(f"{command.__qualname__}: arguments by keyword alone, `by` among them")
