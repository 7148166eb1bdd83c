"""What the database refuses by a constraint, as the typed error of the same rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from bangfu.kernel.errors import BangfuError

#: Name of a constraint → what makes the error. A class of error without facts is its own maker.
Refusals = Mapping[str, Callable[[], BangfuError]]


@contextmanager
def refused_as(refusals: Refusals) -> Iterator[None]:
    """Statements that the database may refuse, all or none; constraints not named pass through."""
    with in_words(refusals), transaction.atomic():
        yield


@contextmanager
def in_words(refusals: Refusals) -> Iterator[None]:
    """The same around a transaction that somebody else opens."""
    try:
        yield
    except IntegrityError as error:
        make = refusals.get(constraint_of(error))
        if make is None:
            raise
        raise make() from None  # the database's own words may quote values


def constraint_of(error: IntegrityError) -> str:
    """The name alone, "" for none: the message may quote values."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
