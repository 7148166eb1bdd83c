"""A table of states: which act leads from where to where, whose duty it is, and what must hold.

An app keeps one table for each kind of thing that moves, and says itself what its conditions mean.
Commands obey the table, pages offer buttons from it, the database guards its pairs. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

A = TypeVar("A", bound=str)
S = TypeVar("S", bound=str)
C = TypeVar("C")


@dataclass(frozen=True)
class Move(Generic[A, S, C]):
    """One row of a table.

    Attributes:
        origin: None where the act makes the thing.
        target: as `origin` where the act leaves the state as it is.
        duty: code of the duty that the act takes in this state.
        reason: whether it must say why.
        conditions: what must hold beside state, duty and person.
    """

    act: A
    origin: S | None
    target: S
    duty: str
    reason: bool = False
    conditions: tuple[C, ...] = ()

    @property
    def leads_on(self) -> bool:
        return self.origin != self.target


class Table(Generic[A, S, C]):
    def __init__(self, *moves: Move[A, S, C]) -> None:
        """Raises ValueError when an act has two rows for one state."""
        self.moves = moves
        self._rows = {(move.act, move.origin): move for move in moves}
        if len(self._rows) < len(moves):
            raise ValueError("an act leads from a state to one other")

    def move(self, act: A, origin: S | None) -> Move[A, S, C] | None:
        return self._rows.get((act, origin))

    def moves_of(self, act: A) -> tuple[Move[A, S, C], ...]:
        return tuple(move for move in self.moves if move.act == act)

    def moves_from(self, origin: S) -> tuple[Move[A, S, C], ...]:
        return tuple(move for move in self.moves if move.origin == origin)

    def needs_reason(self, act: A) -> bool:
        return any(move.reason for move in self.moves_of(act))

    def pairs(self) -> frozenset[tuple[S, S]]:
        """Every change of state that some act makes: what the database lets pass."""
        return frozenset(
            (move.origin, move.target)
            for move in self.moves
            if move.origin is not None and move.leads_on
        )


@dataclass(frozen=True)
class Doer:
    """The one who would act: the user, None for the machine, and the duties held."""

    user_id: int | None
    duties: frozenset[str]


class BarKind(Enum):
    """Whether state, duty or person speaks against a move."""

    WRONG_STATE = "wrong_state"
    WRONG_DUTY = "wrong_duty"
    SAME_PERSON = "same_person"


@dataclass(frozen=True)
class Bar:
    """What speaks against a move before its conditions are asked.

    `duty`: of SAME_PERSON, the duty that this very person had for the same thing before.
    """

    kind: BarKind
    duty: str = ""


def bars(
    move: Move[A, S, C] | None,
    doer: Doer,
    done: Mapping[str, Collection[int]],
    apart_from: Callable[[str], Collection[str]],
) -> tuple[Bar, ...]:
    """State, then duty, then person; the first two are told alone.

    Args:
        move: None where the act leads nowhere from the present state.
        done: duty → the users who had it for this thing, in the order it was done.
        apart_from: the duties whose doers must be others than a duty's.
    """
    if move is None:
        return (Bar(BarKind.WRONG_STATE),)
    if move.duty not in doer.duties:
        return (Bar(BarKind.WRONG_DUTY),)
    return tuple(_same_person(doer, done, apart_from(move.duty)))


def _same_person(
    doer: Doer, done: Mapping[str, Collection[int]], apart: Collection[str]
) -> Iterable[Bar]:
    for duty, users in done.items():
        if duty in apart and doer.user_id in users:
            yield Bar(BarKind.SAME_PERSON, duty)
