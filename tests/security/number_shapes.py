"""Identity and card numbers of nobody, written in the ways in which people write them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from makers.people import card, identity

from .sweeping import LONG

MARKS = (" ", "-", "·", ",", "|", "+", "\\", ";", "/")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
#: How long a part of each is where marks part it.
PARTS = {"identity": (6, 8, 4), "card": (4, 4, 4, 4, 3)}
NUMBERS = {"identity": identity(40_123), "card": card(40_123)}
DRAWN = 2  # shapes for each field; `make long` takes them all


class Shape(NamedTuple):
    """`kind` and `how` may be told of; `text` never."""

    kind: str
    how: str
    text: str

    def __repr__(self) -> str:
        return f"{self.kind} {self.how}"


def _parted(kind: str, by: str) -> str:
    parts, at = [], 0
    for length in PARTS[kind]:
        parts.append(NUMBERS[kind][at : at + length])
        at += length
    return by.join(part for part in parts if part)


def _all_shapes(kind: str) -> Iterator[Shape]:
    yield Shape(kind, "plain", NUMBERS[kind])
    yield Shape(kind, "full width", NUMBERS[kind].translate(WIDE))
    for by in MARKS:
        yield Shape(kind, f"parted by {by!r}", _parted(kind, by))


SHAPES = tuple(chain.from_iterable(zip(_all_shapes("identity"), _all_shapes("card"), strict=True)))


def drawn(at: int) -> tuple[Shape, ...]:
    """Those of the field at this place of a row: the next ones for the next, so that each comes round."""
    if LONG:
        return SHAPES
    return tuple(SHAPES[(at * DRAWN + more) % len(SHAPES)] for more in range(DRAWN))


def holds(text: str, kinds: tuple[str, ...] = tuple(NUMBERS)) -> bool:
    """Whether one of the numbers stands in it, whatever stands between its digits."""
    digits = "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter.isdecimal())
    return any(NUMBERS[kind].rstrip("X") in digits for kind in kinds)
