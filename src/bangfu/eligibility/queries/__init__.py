"""Reads: which rules a place judges by, what was determined, and why."""

from .adoptions import adoptions, adoptions_for
from .determinations import (
    Known,
    as_known,
    begin_later,
    determinations,
    is_current,
    redecisions,
    waiting_among,
    waiting_households,
    waits,
)
from .explaining import Decided, assess_held, assess_one, find_file
from .tallies import Tallied, Totalled, areas_on, tallied, totalled

__all__ = [
    "Decided",
    "Known",
    "Tallied",
    "Totalled",
    "adoptions",
    "adoptions_for",
    "areas_on",
    "as_known",
    "assess_held",
    "assess_one",
    "begin_later",
    "determinations",
    "find_file",
    "is_current",
    "redecisions",
    "tallied",
    "totalled",
    "waiting_among",
    "waiting_households",
    "waits",
]
