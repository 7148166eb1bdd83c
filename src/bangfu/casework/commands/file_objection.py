"""Take down an objection to a posted case (异议); until it is answered nothing is decided."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.kernel.phrases import phrase
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import CaseState
from ..errors import CasesNotFound, NotPosted, ObjectionOutOfTime, ObjectionTextMissing
from ..models import Case, CaseEvent, Objection
from ._moving import checked_text


@use_case(duties.OBJECT)
def file_objection(*, case_id: int, text: str, received_on: date, on: date, by: Actor) -> Objection:
    """Take one down, also after the period while the case is not decided.

    The same text received on the same day is the same objection: a second click changes nothing.

    Args:
        text: what is objected, at most 400 characters; who objects is not asked for and should not
            be written.

    Raises:
        NotPermitted, ObjectionTextMissing, TextTooLong.
        CasesNotFound: the case is out of the actor's scope.
        NotPosted: it is not posted, or decided already.
        ObjectionOutOfTime: received before the posting or after `on`, today.
    """
    text = checked_text(text, phrase("异议内容"), ObjectionTextMissing)
    case = lock_case(case_id, by)
    if case.state != CaseState.POSTED:
        raise NotPosted(CaseState(case.state).label)
    _refuse_other_days(case, received_on, on)
    same = Objection.objects.filter(case=case, text=text, received_on=received_on).first()
    if same is not None:
        nothing_changed()
        return same
    objection = Objection.objects.create(
        household_id=case.household_id,
        case=case,
        received_on=received_on,
        received_by_id=by.officer_id,
        text=text,
    )
    # Makes the approver's page stale: it did not show this objection.
    Case.objects.filter(id=case.id).update(version=F("version") + 1)
    tell("case", case.id, {"objection": objection.id})
    return objection


def lock_case(case_id: int, by: Actor) -> Case:
    """Raises CasesNotFound outside the actor's scope."""
    rows = Case.objects.visible_to(by).filter(id=case_id)
    case = rows.select_for_update(of=("self",), no_key=True).first()
    if case is None:
        raise CasesNotFound(1)
    return case


def _refuse_other_days(case: Case, received_on: date, on: date) -> None:
    posted = CaseEvent.objects.filter(case=case, to_state=CaseState.POSTED)
    posted_on = posted.values_list("day", flat=True).latest("id")
    if not posted_on <= received_on <= on:
        raise ObjectionOutOfTime(received_on, posted_on, on)
