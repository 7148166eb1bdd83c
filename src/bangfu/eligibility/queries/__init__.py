"""Reads: which rules a place judges by, what was determined, and why."""

from .adoptions import adopted_at, adoptions, adoptions_for
from .assessing import DECISION_COLUMNS, PLACE_COLUMNS, assess
from .determinations import (
    assessed_day,
    assessed_days,
    current_day,
    determination_of,
    determinations,
    stale_count,
    stale_days,
)
from .explaining import Decided, assess_one, find_file

__all__ = [
    "DECISION_COLUMNS",
    "PLACE_COLUMNS",
    "Decided",
    "adopted_at",
    "adoptions",
    "adoptions_for",
    "assess",
    "assess_one",
    "assessed_day",
    "assessed_days",
    "current_day",
    "determination_of",
    "determinations",
    "find_file",
    "stale_count",
    "stale_days",
]
