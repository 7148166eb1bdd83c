"""Reads: which rules a place judges by, what was determined, and why."""

from .adoptions import adoptions, adoptions_for
from .assessing import DECISION_COLUMNS, PLACE_COLUMNS, assess
from .determinations import (
    Known,
    as_known,
    determinations,
    is_current,
    redecisions,
    waiting_among,
    waits,
)
from .explaining import Decided, assess_one, find_file

__all__ = [
    "DECISION_COLUMNS",
    "PLACE_COLUMNS",
    "Decided",
    "Known",
    "adoptions",
    "adoptions_for",
    "as_known",
    "assess",
    "assess_one",
    "determinations",
    "find_file",
    "is_current",
    "redecisions",
    "waiting_among",
    "waits",
]
