"""What a kind of thing says of its moves, and who did what before."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models

from bangfu.kernel.states import Doer, Move, Table, bars
from bangfu.scope.actors import Actor

from .frame import running_act
from .incompatible import apart_from
from .models import Event
from .refusals import Refusals
from .roles import DUTIES

Row = TypeVar("Row", bound=models.Model)


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
    def hindered(self, act: str, against: Mapping[Row, Sequence[Any]], on: date) -> Exception:
        """What refuses an act; `against` is what `hindrances` returns, for rows that have any."""

    def hindrances(
        self, act: str, rows: Sequence[Row], by: Actor, on: date
    ) -> Mapping[Row, Sequence[Any]]:
        """Everything that speaks against an act now; unless overridden, state, duty and person."""
        done = who_did(self.events, self.subject, [row.pk for row in rows])
        return {
            row: bars(self.table.move(act, state(row)), doer(by), done.get(row.pk, {}), apart_from)
            for row in rows
        }

    def refusals(self, act: str, rows: Sequence[Row], on: date) -> Refusals:
        """Constraints that may refuse although `hindrances` was asked: somebody else was faster."""
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


def doer(by: Actor) -> Doer:
    return Doer(by.user_id, DUTIES[by.role])


def who_did(
    events: type[Event], subject: str, ids: Collection[int]
) -> Mapping[int, Mapping[str, set[int]]]:
    """Of each subject: duty → the users who had it, in the order it was done."""
    users_of: dict[int, dict[str, set[int]]] = defaultdict(dict)
    rows = events._default_manager.filter(
        **{f"{subject}__in": list(ids)}, by_user_id__isnull=False
    ).order_by("id")
    for id_, duty, user in rows.values_list(subject, "duty", "by_user_id"):
        users_of[id_].setdefault(duty, set()).add(user)
    return users_of


def state(row: models.Model) -> str:
    return str(row.state)  # type: ignore[attr-defined]


def version(row: models.Model) -> int:
    return int(row.version)  # type: ignore[attr-defined]
