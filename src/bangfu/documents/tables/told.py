"""What officers have said that words of their tables mean: told once, held until it is told otherwise."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Protocol, TypeVar


class Telling(Protocol):
    """`meaning` is "" where a word is to be held no longer."""

    @property
    def meaning(self) -> str: ...


Told = TypeVar("Told", bound=Telling)


def held(rows: Iterable[Told], word_of: Callable[[Told], Hashable]) -> list[Told]:
    """Of each word what was said of it last, the last said first; what is no longer held is left out.

    Args:
        rows: in the order in which they were said.
        word_of: what makes two tellings be of one word.
    """
    last: dict[Hashable, Told] = {}
    for row in rows:
        last.pop(word_of(row), None)
        last[word_of(row)] = row
    return [row for row in reversed(last.values()) if row.meaning]
