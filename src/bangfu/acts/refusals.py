"""What the database refuses by a constraint, as the typed error of the same rule; a text that is too
long for its column likewise, whichever it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import DataError, IntegrityError, transaction
from psycopg.errors import StringDataRightTruncation

from bangfu.kernel.errors import BangfuError

from .errors import TextBeyondColumn

LIMIT = re.compile(r"\((\d+)\)")
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
    except DataError as error:
        most = most_characters(error)
        if most is None:
            raise
        raise TextBeyondColumn(most) from None


def most_characters(error: DataError) -> int | None:
    """How many a text may have that was longer than its column; None for any other fault."""
    cause = error.__cause__
    if not isinstance(cause, StringDataRightTruncation):
        return None
    told = LIMIT.search(str(cause.diag.message_primary))  # names the type alone
    return int(told[1]) if told else None


def constraint_of(error: IntegrityError) -> str:
    """The name alone, "" for none: the message may quote values."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
