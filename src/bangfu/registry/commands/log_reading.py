"""Write down that somebody looked at a household, in the transaction that shows it."""

from __future__ import annotations

from datetime import date

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor


def log_reading(*, file_no: str, page: str, by: Actor, day: date | None = None) -> None:
    """`page`: which of its pages; `day`: the day it was shown as of."""
    record(by, "registry.read", "household", file_no, {"page": page, "day": str(day or "")})


def log_list_reading(*, page: str, count: int, by: Actor) -> None:
    """A list that shows persons: how many of them, not whom."""
    record(by, "registry.read_list", "register", page, {"count": count})
