"""A household as it was on a day, as known at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bangfu.kernel.papers import paper_title
from bangfu.vault.models import Secret

from ..errors import NotYetHeld
from ..models import Household, HouseholdFacts, MemberFacts


@dataclass(frozen=True)
class Masked:
    """A number in the vault: what may be shown of it, the id that opens it, and which paper it is of,
    "" for the usual one; of an account whether its check digit fits, None where nobody has looked.
    """

    secret_id: int
    mask: str
    paper: str = ""
    check_fits: bool | None = None


@dataclass(frozen=True)
class MemberAsOf:
    facts: MemberFacts = field(repr=False)
    identity: Masked | None

    @property
    def absent(self) -> bool:
        """The last list of the household did not name them."""
        return self.facts.absent


@dataclass(frozen=True)
class HouseholdAsOf:
    """Names, relations and numbers are those of the versions, not of today's lists.

    `persons` counts the worker and every member on file that day.
    """

    household: Household
    day: date
    known_at: datetime | None
    facts: HouseholdFacts = field(repr=False)
    identity: Masked | None
    card: Masked | None
    members: Sequence[MemberAsOf]

    @property
    def persons(self) -> int:
        return 1 + len(self.members)


def as_of(household: Household, day: date, known_at: datetime | None = None) -> HouseholdAsOf:
    """Members in the order of their file, those absent from the last list after them.

    Args:
        household: as read in the actor's jurisdiction.
        known_at: only what was recorded by then; None = as known now.

    Raises:
        NotYetHeld: nothing held that day, or nothing was known of it then.
    """
    versions = HouseholdFacts.objects.filter(household=household)
    in_force = versions.in_force(day, known_at).select_related("id_secret", "card_secret")
    facts = in_force.first()
    if facts is None:
        raise NotYetHeld(household.file_no, day, household.opened_on)
    members = MemberFacts.objects.filter(household=household).in_force(day, known_at)
    shown = sorted(
        members.select_related("id_secret"), key=lambda each: (each.absent, each.ordinal)
    )
    return HouseholdAsOf(
        household,
        day,
        known_at,
        facts,
        _masked(facts.id_secret),
        _masked(facts.card_secret),
        [MemberAsOf(member, _masked(member.id_secret)) for member in shown],
    )


def _masked(secret: Secret | None) -> Masked | None:
    if secret is None:
        return None
    return Masked(secret.id, secret.mask, paper_title(secret.paper), secret.check_fits)
