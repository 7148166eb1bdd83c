"""Open a worker's phone number for a person who says why; the log keeps who, whose and why."""

from __future__ import annotations

from bangfu.acts.frame import tell, use_case
from bangfu.scope.actors import Actor
from bangfu.vault.enums import Purpose
from bangfu.vault.errors import PurposeMissing

from .. import duties
from ..models import Household, HouseholdFacts


@use_case(duties.READ_PHONE)
def reveal_phone(*, household: Household, facts_id: int, purpose: str, by: Actor) -> str:
    """The number in clear as one version of the household's file has it.

    Raises:
        PurposeMissing: no known purpose was given.
        HouseholdFacts.DoesNotExist: it is no version of this file, or not in the actor's scope.
    """
    if purpose not in Purpose.values:
        raise PurposeMissing
    facts = HouseholdFacts.objects.visible_to(by).get(id=facts_id, household=household)
    tell("household", household.pk, {"purpose": purpose})
    return facts.phone
