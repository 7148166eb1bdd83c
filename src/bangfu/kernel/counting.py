"""Counts that stop at a thousand: a page says “1,000+” instead of counting a whole register."""

from __future__ import annotations

from typing import Self

MOST = 1_000


class Counted(int):
    """A count that stopped where nobody reads on: `more` says that there are more than that.

    An int in all else, so that what is counted exactly and what is not are used alike.
    """

    more: bool

    def __new__(cls, number: int, *, more: bool = False) -> Self:
        count = super().__new__(cls, number)
        count.more = more
        return count

    def __add__(self, other: int) -> Counted:
        return Counted(int(self) + int(other), more=self.more or getattr(other, "more", False))

    __radd__ = __add__

    def __str__(self) -> str:
        return f"{int(self):,}+" if self.more else int.__str__(self)

    def __format__(self, spec: str) -> str:
        return str(self) if self.more else int.__format__(self, spec)


def counted(number: int, most: int = MOST) -> Counted:
    """What a count that was stopped after `most` + 1 says."""
    return Counted(min(number, most), more=number > most)
