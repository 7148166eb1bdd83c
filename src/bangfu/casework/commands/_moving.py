"""Moves of cases: all of them or none, against the versions on the page that the officer saw."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from bangfu.acts.frame import nothing_changed
from bangfu.acts.moving import begin
from bangfu.acts.refusals import Refusals
from bangfu.acts.ways import Way, doer
from bangfu.audit.recording import Detail
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor
from bangfu.scope.models import brought_from

from ..enums import Act
from ..errors import (
    CasesHindered,
    CasesNotFound,
    NothingChosen,
    ReasonMissing,
    SamePerson,
    StaleCases,
    TextTooLong,
)
from ..models import Case, CaseEvent
from ..queries.standing import standings
from ..queries.who_else import who_else
from ..rules.states import OF_PERSONS, TABLE, Hindrance, hindrances

LONGEST_TEXT = 400
#: Constraint → what its refusal means. `hindrances` is asked first; these remain for a race.
BY_CONSTRAINT = {
    "case_checker_is_another": Hindrance.SAME_SUBMITTER,
    "case_approver_is_another": Hindrance.SAME_CHECKER,
    "case_objections_answered": Hindrance.OBJECTIONS_OPEN,
    "case_decided_after_posting": Hindrance.PERIOD_RUNNING,
    "case_follows_the_table": Hindrance.WRONG_STATE,
    "case_approved_went_the_way": Hindrance.WRONG_STATE,
    "case_posted_by_a_notice": Hindrance.WRONG_STATE,
    "event_duties_apart": Hindrance.SAME_PERSON,
    "case_brought_by_another": Hindrance.SAME_BRINGER,
}


class CaseWay(Way[Case]):
    table = TABLE
    kind = "case"
    rows = Case
    events = CaseEvent
    subject = "case_id"

    def lock(self, ids: Collection[int], by: Actor) -> list[Case]:
        visible = Case.objects.visible_to(by).filter(id__in=list(ids)).select_related("household")
        cases = list(visible.order_by("id").select_for_update(of=("self",), no_key=True))
        if len(cases) < len(ids):
            raise CasesNotFound(len(ids) - len(cases))
        return cases

    def stale(self, rows: Sequence[Case]) -> StaleCases:
        return StaleCases(_files(rows))

    def hindrances(
        self, act: str, rows: Sequence[Case], by: Actor, on: date
    ) -> Mapping[Case, Sequence[Hindrance]]:
        standing = standings(rows, on, by.user_id)
        return {case: hindrances(Act(act), standing[case.id], doer(by), on) for case in rows}

    def hindered(
        self, act: str, against: Mapping[Case, Sequence[Hindrance]], on: date
    ) -> CasesHindered:
        reasons = {
            case.household.file_no: [hindrance.label for hindrance in why]
            for case, why in against.items()
        }
        only_persons = all(set(why) <= OF_PERSONS for why in against.values())
        if only_persons:
            return SamePerson(reasons, who_else(Act(act), list(against), on))
        return CasesHindered(reasons)

    def refusals(self, act: str, rows: Sequence[Case], on: date) -> Refusals:
        refused = {
            name: partial(self._refused, act, rows, why, on) for name, why in BY_CONSTRAINT.items()
        }
        return {**refused, "case_one_live": partial(self.stale, rows)}

    def _refused(self, act: str, rows: Sequence[Case], why: Hindrance, on: date) -> CasesHindered:
        return self.hindered(act, dict.fromkeys(rows, (why,)), on)

    def belongings(self, row: Case) -> dict[str, Any]:
        return {**brought_from(row), "household_id": row.household_id}


CASES = CaseWay()


@dataclass(frozen=True)
class Moved:
    """Ids of the cases that moved now; all of them `already` on the second click of a page."""

    act: Act
    moved: tuple[int, ...]
    already: tuple[int, ...] = ()


#: Columns to set beside the state, from the cases that move.
Changes = Callable[[Sequence[Case]], Mapping[str, Any]]


def move_cases(
    act: Act, seen: Mapping[int, int], *, on: date, changes: Changes, reason: str = ""
) -> Moved:
    """Move cases as the table of states allows, within the running act.

    Args:
        seen: case id → the version the officer looked at.
        reason: why; only an act that must give a reason has its length checked here.

    Raises:
        NothingChosen: `seen` is empty.
        ReasonMissing, TextTooLong: of an act that must give a reason.
        CasesNotFound: a case is out of the actor's scope.
        StaleCases: a case has moved since the officer looked.
        CasesHindered: state, duty or a condition speaks against it; SamePerson: persons alone do.
    """
    reason = _reason(act, reason)
    if not seen:
        raise NothingChosen
    moving = begin(CASES, act, seen, on=on, reason=reason)
    ids = tuple(case.id for case in moving.rows)
    if moving.already:
        nothing_changed()
        return Moved(act, (), ids)

    def detail(case: Case) -> Detail:
        to = str(moving.moves[case].target)
        return {"household": case.household_id, "from": str(case.state), "to": to}

    written = {"moved_on": on, **changes(moving.rows)}
    moving.finish(written, detail, action=f"casework.{act.value}")
    return Moved(act, ids)


def checked_text(text: str, label: str, missing: type[Exception]) -> str:
    """Raises `missing` on empty text, TextTooLong beyond what the column holds."""
    text = trim(text)
    if not text:
        raise missing
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(label, LONGEST_TEXT)
    return text


def _reason(act: Act, reason: str) -> str:
    if TABLE.needs_reason(act):
        return checked_text(reason, phrase("理由"), ReasonMissing)
    return trim(reason)


def _files(cases: Sequence[Case]) -> list[str]:
    return [case.household.file_no for case in cases]
