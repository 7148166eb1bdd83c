"""Decide once for many that the approved class is the one of the day (决定调整类别)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from bangfu.acts.frame import use_case
from bangfu.acts.refusals import refused_as
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import trim
from bangfu.scope.actors import Actor
from bangfu.scope.copying import insert_objects
from bangfu.scope.models import brought_from

from .. import duties
from ..enums import Act
from ..errors import DocumentMissing, TextTooLong
from ..models import Case, ClassChange
from ..queries.classes import moved_classes
from ._moving import CASES, Moved, move_cases

LONGEST_NUMBER = 80


@use_case(duties.ADJUST)
def adjust_classes(
    *,
    cases: Mapping[int, int],
    document_no: str,
    minutes_no: str,
    reason: str,
    on: date,
    by: Actor,
) -> Moved:
    """From `on`, the class of each is the one that its determination of that day says.

    By an approver who neither proposed it nor submitted or checked the case. Rosters from that day on
    pay by the new class; the case keeps what it was approved on.

    Args:
        cases: case id → the version the officer looked at.
        document_no, minutes_no: of the decision and of the meeting's minutes, at most 80 characters.
        reason: why, at most 400 characters.

    Raises: as `move_cases`; DocumentMissing, TextTooLong; SamePerson for who proposed, submitted or
        checked one; CasesHindered where nobody proposed it, or it can't be adjusted any more.
    """
    decided = {
        "document_no": _number(document_no),
        "minutes_no": _number(minutes_no),
        "reason": trim(reason),
        "holds_from": on,
        "decided_by_id": by.officer_id,
        "decided_by_name": by.name,
    }
    adjusted: list[Case] = []

    def note(moving: Sequence[Case]) -> dict[str, object]:
        adjusted.extend(moving)
        return {"proposed_class": ""}

    moved = move_cases(Act.ADJUST, cases, on=on, changes=note, reason=reason)
    # Asked once the cases are held and free to move: what was read before could be another class.
    classes = moved_classes([case.pk for case in adjusted], on)
    if len(classes) < len(adjusted):
        raise CASES.stale(adjusted)
    _keep([_change(case, classes[case.pk], decided) for case in adjusted], adjusted)
    return moved


def _change(case: Case, classes: tuple[str, str], decided: Mapping[str, object]) -> ClassChange:
    from_class, to_class = classes
    return ClassChange(
        **brought_from(case),
        household_id=case.household_id,
        case_id=case.pk,
        from_class=from_class,
        to_class=to_class,
        **decided,
    )


def _keep(changes: Sequence[ClassChange], cases: Collection[Case]) -> None:
    """A determination that changed in the same moment makes the page stale."""
    stale = {
        name: lambda: CASES.stale(list(cases))
        for name in ("class_change_as_decided", "class_change_once_a_day")
    }
    with refused_as(stale):
        insert_objects(ClassChange, changes)


def _number(text: str) -> str:
    text = trim(text)
    if not text:
        raise DocumentMissing
    if len(text) > LONGEST_NUMBER:
        raise TextTooLong(phrase("文号"), LONGEST_NUMBER)
    return text
