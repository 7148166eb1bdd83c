"""A household as it was on a day, as known at an instant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bangfu.kernel.papers import paper_title
from bangfu.scope.whole_rows import whole_rows
from bangfu.vault.queries import masks_of

from ..errors import NotYetHeld
from ..models import Household, HouseholdFacts, MemberFacts

#: As `versions` says it for queries.
FACTS = "registry_facts_in_force(%(household)s, %(day)s, %(known_at)s::timestamptz) m"
MEMBERS = "registry_members_in_force(%(household)s, %(day)s, %(known_at)s::timestamptz) m"


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
    asked = {"household": household.pk, "day": day, "known_at": known_at or "infinity"}
    in_force = whole_rows(HouseholdFacts, FACTS, asked)
    if not in_force:
        raise NotYetHeld(household.file_no, day, household.opened_on)
    facts = in_force[0]
    members = whole_rows(MemberFacts, MEMBERS, asked)
    members.sort(key=lambda each: (each.absent, each.ordinal))
    own = [facts.id_secret_id, facts.card_secret_id]
    masks = _masked([*own, *(member.id_secret_id for member in members)])
    return HouseholdAsOf(
        household,
        day,
        known_at,
        facts,
        masks.get(facts.id_secret_id),
        masks.get(facts.card_secret_id),
        [MemberAsOf(member, masks.get(member.id_secret_id)) for member in members],
    )


def _masked(secrets: Iterable[int | None]) -> dict[int | None, Masked]:
    """By number, of those in sight."""
    known = masks_of([secret for secret in secrets if secret is not None])
    return {id_: Masked(id_, mask, paper_title(paper), fits) for id_, mask, paper, fits in known}
