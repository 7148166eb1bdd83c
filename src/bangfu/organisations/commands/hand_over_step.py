"""Ask a superior or a neighbour to do a step that the own office is too small to keep apart."""

from __future__ import annotations

from datetime import date

from bangfu.acts.frame import tell, use_case
from bangfu.acts.two_hands import HANDED_OVER
from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role

from .. import duties
from ..administering import union_to_appoint
from ..errors import BadTimeOfHandOver, NotSuperiorNorNeighbour, StepNotHandedOver, UnknownUnion
from ..handing_over import may_take
from ..models import HandOver, Union


@use_case(duties.HAND_OVER)
def hand_over_step(
    *,
    union_code: str,
    role: Role,
    to_union_code: str,
    since: date,
    until: date,
    reason: str,
    on: date,
    by: Actor,
) -> HandOver:
    """Nothing changes until the other union takes it up and this one confirms whom it names.

    Raises:
        NotPermitted, StepNotHandedOver, UnknownUnion, UnionNotYours, NotSuperiorNorNeighbour,
        BadTimeOfHandOver.
    """
    if role not in HANDED_OVER:
        raise StepNotHandedOver
    union = union_to_appoint(by, union_code)
    to_union = Union.objects.filter(code=to_union_code).first()
    if to_union is None:
        raise UnknownUnion(to_union_code)
    if not may_take(union, to_union):
        raise NotSuperiorNorNeighbour
    if not on <= since <= until:
        raise BadTimeOfHandOver
    asked = HandOver.objects.create(
        union=union,
        role=role,
        to_union=to_union,
        since=since,
        until=until,
        reason=reason,
        asked_by_user_id=by.officer_id,
        asked_on=on,
    )
    detail = {"union": union.code, "role": str(role), "to_union": to_union.code}
    tell("hand_over", asked.pk, {**detail, "since": str(since), "until": str(until)})
    return asked
