"""Attempts that came to nothing, in the log without letting anybody fill it.

Told of at the first, second, fourth, eighth … of an hour, by kind, subject and officer: of what one process
counted the log tells of at least half, in a line for each doubling. Each process counts by itself and forgets
when it ends; a command of the command line is a process, so that each refused one is a line.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from threading import Lock

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.utils import timezone

from bangfu.audit.recording import Detail, record
from bangfu.kernel.errors import BangfuError
from bangfu.scope.actors import Actor, acting, background
from bangfu.scope.errors import NotPermitted

from .duties import Duty

log = logging.getLogger("bangfu.acts")
NOT_PERMITTED, NOT_IN_SIGHT, REFUSED = "acts.not_permitted", "acts.not_in_sight", "acts.refused"
#: A form of before another sign-in, or of nobody's page.
PAGE_EXPIRED = "acts.page_expired"
SIGN_IN_REFUSED = "accounts.sign_in_refused"
Key = tuple[object, ...]


class Often:
    """How often something happened within the hour; what was before is forgotten with it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hour, self._times = datetime.min.replace(tzinfo=UTC), dict[Key, int]()

    def told_at(self, key: Key, at: datetime) -> int:
        """How many times by now, where that is to be told; else 0."""
        hour = at.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            if hour != self._hour:
                self._hour, self._times = hour, {}
            times = self._times[key] = self._times.get(key, 0) + 1
        return times if times & (times - 1) == 0 else 0

    def forget(self) -> None:
        with self._lock:
            self._times = {}


often = Often()


def kind_of(error: Exception) -> str:
    """Which attempt a refusal ends: one's role, what one may see, or anything else that is said."""
    if isinstance(error, NotPermitted):
        return NOT_PERMITTED
    is_hidden = getattr(error, "status", None) == HTTPStatus.NOT_FOUND
    return NOT_IN_SIGHT if is_hidden or isinstance(error, ObjectDoesNotExist) else REFUSED


@contextmanager
def attempts_told(
    by: Actor, duty: Duty, *, but: tuple[type[BangfuError], ...] = ()
) -> Iterator[None]:
    """Where no page answers, in a command or a job: a refusal goes on to whoever called, and is told.

    Outside of every transaction. What the machine itself tries is nobody's attempt, nor is what is named `but`.
    """
    try:
        yield
    except (BangfuError, ObjectDoesNotExist) as error:
        if by.user_id is not None and not isinstance(error, but):
            _tell_if_it_can_be(by, kind_of(error), duty)
        raise


def _tell_if_it_can_be(by: Actor, kind: str, duty: Duty) -> None:
    try:
        tell_attempt(by, kind, duty.code)
    except DatabaseError as error:  # the refusal stands by itself
        log.warning("a refusal is not in the log: %s", type(error).__name__)


def tell_attempt(by: Actor, kind: str, duty: str) -> None:
    """That an officer tried a duty in vain: `kind` says why. In a transaction of its own."""
    _tell(by, kind, "duty", duty, {})


def tell_sign_in_refused(user_id: int | None, address: str, union_id: int | None) -> None:
    """None for a name that no user has: all those are one line, for anything may have been typed there."""
    what, subject = ("user", str(user_id)) if user_id else ("strangers", "sign-in")
    _tell(background(), SIGN_IN_REFUSED, what, subject, {"address": address}, union_id)


def _tell(
    by: Actor, kind: str, what: str, subject: object, more: Detail, union_id: int | None = None
) -> None:
    tries = often.told_at((kind, what, subject, by.user_id), timezone.now())
    if tries:
        with acting(by):
            record(by, kind, what, subject, {"tries": tries, **more}, union_id=union_id)
