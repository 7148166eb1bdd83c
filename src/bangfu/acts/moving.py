"""How things move through their table of states: all or none, against the page that was seen.

In one order for all: lock, know a second click, refuse a stale page, ask state, duty, person and
conditions; then the app does what the act is about; then state, version, event and log are written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic

from django.db.models import F

from bangfu.audit.recording import Detail
from bangfu.kernel.states import Move
from bangfu.scope.actors import Actor
from bangfu.scope.copying import insert_objects

from .frame import running_act, tell_each
from .refusals import refused_as
from .ways import Row, Way, state, version

#: Primary key → the version that the officer saw; None from where no page is shown.
Seen = Mapping[int, "int | None"]


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
        with refused_as(self.way.refusals(self.act, self.rows, self.on)):
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
                now = {"state": target, "version": version(row) + 1, **changes}
                for name, value in now.items():
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
    insert_objects(way.events, events)


def _moves(
    way: Way[Row], act: str, rows: Sequence[Row], by: Actor, on: date
) -> dict[Row, Move[Any, Any, Any]]:
    why_of = way.hindrances(act, rows, by, on)
    if hindered := {row: why for row, why in why_of.items() if why}:
        raise way.hindered(act, hindered, on)
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
