"""How things move through their table of states: all or none, against the page that was seen.

In one order for all: lock, know a second click, refuse a stale page, ask state, duty, person and
conditions; then the app does what the act is about; then state, version, event and log are written.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models
from django.db.models import F

from bangfu.audit.recording import Detail
from bangfu.kernel.states import Doer, Move, Table, bars
from bangfu.scope.actors import Actor

from .frame import running_act, tell_each
from .incompatible import apart_from
from .models import Event
from .refusals import Refusals, refused_as
from .roles import DUTIES

Row = TypeVar("Row", bound=models.Model)
Hindrances = Mapping[Row, Sequence[Any]]
#: Primary key → the version that the officer saw; None from where no page is shown.
Seen = Mapping[int, "int | None"]


class Way(ABC, Generic[Row]):
    """What a kind of thing says of its moves. Rows have a `state` and a `version`.

    Attributes:
        table: its states; the conditions are of the app's own kind.
        kind: the log's word for such a subject.
        rows, events: its model, and that of its events.
        subject: the event's column that names the row.
    """

    table: ClassVar[Table[Any, Any, Any]]
    kind: ClassVar[str]
    rows: ClassVar[type[models.Model]]
    events: ClassVar[type[Event]]
    subject: ClassVar[str]

    @abstractmethod
    def lock(self, ids: Collection[int], by: Actor) -> list[Row]:
        """All of them, in order of their ids. Raises where one is not in the actor's sight."""

    @abstractmethod
    def stale(self, rows: Sequence[Row]) -> Exception:
        """What refuses a page that shows less than has happened."""

    @abstractmethod
    def hindered(self, act: str, found: Mapping[Row, Sequence[Any]]) -> Exception:
        """What refuses an act; `found` is what `hindrances` gives, where it gives something."""

    def hindrances(
        self, act: str, rows: Sequence[Row], by: Actor, on: date
    ) -> Mapping[Row, Sequence[Any]]:
        """Everything that speaks against an act now: by itself state, duty and person."""
        done = who_did(self.events, self.subject, [row.pk for row in rows])
        return {
            row: bars(self.table.move(act, state(row)), doer(by), done.get(row.pk, {}), apart_from)
            for row in rows
        }

    def refusals(self, act: str, rows: Sequence[Row]) -> Refusals:
        """What the database may still refuse, bar what was asked before: a race."""
        return {}

    def belongings(self, row: Row) -> dict[str, Any]:
        """Columns of an event that come from its row."""
        return {}

    def event(self, row: Row, move: Move[Any, Any, Any], on: date, reason: str) -> Event:
        by = running_act().by
        return self.events(
            **{self.subject: row.pk},
            **self.belongings(row),
            from_state=move.origin or "",
            to_state=move.target,
            duty=move.duty,
            day=on,
            by_user_id=by.user_id,
            by_name=by.name,
            reason=reason,
        )


@dataclass
class Moving(Generic[Row]):
    """Rows that are locked and free to move.

    `already`: they stand where they were to go, brought there by this very officer from this very
    page; nothing is left to do.
    """

    way: Way[Row]
    act: str
    moves: Mapping[Row, Move[Any, Any, Any]]
    on: date
    reason: str = ""
    already: bool = False
    rows: list[Row] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = list(self.moves)

    def finish(
        self,
        changes: Mapping[str, Any] | None = None,
        detail: Callable[[Row], Detail] = lambda _row: {},
        action: str = "",
    ) -> None:
        """Write the move, then tell the log."""
        told = [(row.pk, detail(row)) for row in self.rows]
        self.write(changes)
        tell_each(self.way.kind, told, action=action)

    def write(self, changes: Mapping[str, Any] | None = None) -> None:
        """State, version, `changes` and an event for each row; the log is told by the caller.

        The reason stays with the event: it may be personal.
        """
        with refused_as(self.way.refusals(self.act, self.rows)):
            self._write(changes or {})
            write_events(self.way, self.moves, self.on, self.reason)

    def _write(self, changes: Mapping[str, Any]) -> None:
        for target in {move.target for move in self.moves.values()}:
            moved = [row for row in self.rows if self.moves[row].target == target]
            rows = self.way.rows._default_manager.filter(pk__in=[row.pk for row in moved])
            written = rows.update(state=target, version=F("version") + 1, **changes)
            if written != len(moved):
                raise self.way.stale(moved)
            for row in moved:
                for name, value in {
                    "state": target,
                    "version": version(row) + 1,
                    **changes,
                }.items():
                    setattr(row, name, value)


def begin(way: Way[Row], act: str, seen: Seen, *, on: date, reason: str = "") -> Moving[Row]:
    """Lock rows for a move of the running act, and refuse whatever speaks against it.

    Raises: what `way` says for rows out of sight, a stale page, and hindrances.
    """
    by = running_act().by
    rows = way.lock(seen, by)
    if _done_from_this_page(way, act, rows, seen, by):
        moves = {row: way.table.moves_of(act)[0] for row in rows}
        return Moving(way, act, moves, on, reason, already=True)
    if stale := [row for row in rows if seen[row.pk] not in (None, version(row))]:
        raise way.stale(stale)
    moves = _moves(way, act, rows, by, on)
    return Moving(way, act, moves, on, reason)


def write_events(
    way: Way[Row], moves: Mapping[Row, Move[Any, Any, Any]], on: date, reason: str = ""
) -> None:
    """Also for rows that were just made, by their first move."""
    events = [way.event(row, move, on, reason) for row, move in moves.items()]
    way.events._default_manager.bulk_create(events)


def doer(by: Actor) -> Doer:
    return Doer(by.user_id, DUTIES[by.role])


def who_did(
    events: type[Event], subject: str, ids: Collection[int]
) -> Mapping[int, Mapping[str, set[int]]]:
    """Of each subject: duty → the users who had it, in the order it was done."""
    found: dict[int, dict[str, set[int]]] = defaultdict(dict)
    rows = events._default_manager.filter(
        **{f"{subject}__in": list(ids)}, by_user_id__isnull=False
    ).order_by("id")
    for id_, duty, user in rows.values_list(subject, "duty", "by_user_id"):
        found[id_].setdefault(duty, set()).add(user)
    return found


def state(row: models.Model) -> str:
    return str(row.state)  # type: ignore[attr-defined]


def version(row: models.Model) -> int:
    return int(row.version)  # type: ignore[attr-defined]


def _moves(
    way: Way[Row], act: str, rows: Sequence[Row], by: Actor, on: date
) -> dict[Row, Move[Any, Any, Any]]:
    found = way.hindrances(act, rows, by, on)
    if hindered := {row: why for row, why in found.items() if why}:
        raise way.hindered(act, hindered)
    moves = {row: way.table.move(act, state(row)) for row in rows}
    return {row: move for row, move in moves.items() if move is not None}


def _done_from_this_page(
    way: Way[Row], act: str, rows: Sequence[Row], seen: Seen, by: Actor
) -> bool:
    """A second click: every row is one version on, and its last event is this act by this officer.

    Where an act leaves the state as it is, a page may offer it many times, for different things.
    """
    moves = way.table.moves_of(act)
    ends = {move.target for move in moves if move.leads_on}
    if any(state(row) not in ends or version(row) - 1 != seen[row.pk] for row in rows):
        return False
    latest = (
        way.events._default_manager.filter(**{f"{way.subject}__in": list(seen)})
        .order_by(way.subject, "-id")
        .distinct(way.subject)
        .values_list("duty", "by_user_id")
    )
    mine = {(move.duty, by.user_id) for move in moves}
    return len(latest) == len(rows) and set(latest) <= mine
