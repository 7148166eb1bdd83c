"""How every move of cases is made: all of them or none, against the page the officer saw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from bangfu.audit.recording import record_many
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import trim
from bangfu.organisations.queries import today
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted

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
from ..rules.states import Hindrance, duties_of, hindrances, needs_reason, target_of

LONGEST_TEXT = 400
SAME = {Hindrance.SAME_SUBMITTER, Hindrance.SAME_CHECKER}
#: What a refusal by the database means; the checks above it find these first, bar a race.
BY_CONSTRAINT = {
    "case_checker_is_another": Hindrance.SAME_SUBMITTER,
    "case_approver_is_another": Hindrance.SAME_CHECKER,
    "case_objections_answered": Hindrance.OBJECTIONS_OPEN,
    "case_decided_after_posting": Hindrance.PERIOD_RUNNING,
    "case_follows_the_table": Hindrance.WRONG_STATE,
    "case_approved_went_the_way": Hindrance.WRONG_STATE,
    "case_posted_by_a_notice": Hindrance.WRONG_STATE,
}


@dataclass(frozen=True)
class Moved:
    """Ids of the cases that moved now; all of them `already` on the second click of a page."""

    act: Act
    moved: tuple[int, ...]
    already: tuple[int, ...] = ()


#: Columns to set beside the state, from the cases that move and the day.
Changes = Callable[[Sequence[Case], date], Mapping[str, Any]]


def move_cases(
    act: Act, seen: Mapping[int, int], by: Actor, changes: Changes, reason: str = ""
) -> Moved:
    """Move cases as the table of states allows, in the caller's transaction.

    Args:
        seen: case id → the version the officer looked at.

    Raises:
        NotPermitted, NothingChosen, ReasonMissing, TextTooLong, CasesNotFound, StaleCases,
        CasesHindered, SamePerson.
    """
    by.require(*(Role(duty) for duty in sorted(duties_of(act))))
    reason = _reason(act, reason)
    cases = _lock(seen, by)
    if _done_by_the_same(act, cases, seen, by):
        return Moved(act, (), tuple(case.id for case in cases))
    _refuse_stale(cases, seen)
    day = today()
    _refuse_hindered(act, cases, by, day)
    with refusals(cases):
        _write(act, cases, by, day, changes(cases, day))
    _tell(act, cases, by, day, reason)
    return Moved(act, tuple(case.id for case in cases))


def user_of(by: Actor) -> int:
    """Cases are moved by officers, never by the machine. Raises NotPermitted."""
    if by.user_id is None:
        raise NotPermitted(by.role, (Role.FILER, Role.REVIEWER, Role.APPROVER))
    return by.user_id


def checked_text(text: str, label: str, missing: type[Exception]) -> str:
    """Raises `missing` on empty text, TextTooLong beyond what the column holds."""
    text = trim(text)
    if not text:
        raise missing
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(label, LONGEST_TEXT)
    return text


@contextmanager
def refusals(cases: Sequence[Case]) -> Iterator[None]:
    """Turn a refusal by the database into the typed error of the same rule."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name == "case_one_live":
            raise StaleCases(_files(cases)) from error
        if name not in BY_CONSTRAINT:
            raise
        raise _hindered(dict.fromkeys(cases, (BY_CONSTRAINT[name],))) from error


def _reason(act: Act, reason: str) -> str:
    return (
        checked_text(reason, phrase("理由"), ReasonMissing) if needs_reason(act) else trim(reason)
    )


def _lock(seen: Mapping[int, int], by: Actor) -> list[Case]:
    if not seen:
        raise NothingChosen
    rows = Case.objects.visible_to(by).filter(id__in=list(seen)).select_related("household")
    cases = list(rows.order_by("id").select_for_update(of=("self",), no_key=True))
    if len(cases) < len(seen):
        raise CasesNotFound(len(seen) - len(cases))
    return cases


def _done_by_the_same(act: Act, cases: Sequence[Case], seen: Mapping[int, int], by: Actor) -> bool:
    """A second click: every case is one version on, moved there by this very officer."""
    target = target_of(act)
    if any(case.state != target or case.version != seen[case.id] + 1 for case in cases):
        return False
    mine = CaseEvent.objects.filter(case_id__in=list(seen), to_state=target, by_user_id=user_of(by))
    return mine.values("case_id").distinct().count() == len(cases)


def _refuse_stale(cases: Sequence[Case], seen: Mapping[int, int]) -> None:
    stale = [case for case in cases if case.version != seen[case.id]]
    if stale:
        raise StaleCases(_files(stale))


def _refuse_hindered(act: Act, cases: Sequence[Case], by: Actor, day: date) -> None:
    standing = standings(cases, day)
    found = {
        case: hindrances(act, standing[case.id], duty=by.role, user_id=by.user_id, on=day)
        for case in cases
    }
    hindered = {case: reasons for case, reasons in found.items() if reasons}
    if hindered:
        raise _hindered(hindered)


def _hindered(found: Mapping[Case, Sequence[Hindrance]]) -> CasesHindered:
    said = {case.household.file_no: [one.label for one in why] for case, why in found.items()}
    only_persons = all(set(why) <= SAME for why in found.values())
    return SamePerson(said) if only_persons else CasesHindered(said)


def _write(
    act: Act, cases: Sequence[Case], by: Actor, day: date, changes: Mapping[str, Any]
) -> None:
    rows = Case.objects.filter(id__in=[case.id for case in cases])
    written = rows.update(state=target_of(act), version=F("version") + 1, moved_on=day, **changes)
    if written != len(cases):
        raise StaleCases(_files(cases))


def _tell(act: Act, cases: Sequence[Case], by: Actor, day: date, reason: str) -> None:
    """An event and a log row for each case. The reason stays with the case: it may be personal."""
    target = target_of(act)
    write_events(cases, by, day, target, reason)
    record_many(
        by,
        f"casework.{act.value}",
        "case",
        (
            (case.id, {"household": case.household_id, "from": case.state, "to": target.value})
            for case in cases
        ),
    )


def write_events(
    cases: Sequence[Case], by: Actor, day: date, target: str, reason: str = ""
) -> None:
    """One event a case; its state before is the one it was loaded with, "" for a new case."""
    CaseEvent.objects.bulk_create(
        CaseEvent(
            household_id=case.household_id,
            case=case,
            from_state="" if case.state == target else case.state,
            to_state=str(target),
            day=day,
            by_user_id=user_of(by),
            by_name=by.name,
            reason=reason,
        )
        for case in cases
    )


def _files(cases: Sequence[Case]) -> list[str]:
    return [case.household.file_no for case in cases]
