"""Confirm accounts by their originals, once before the first payment; a changed account needs it anew."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bangfu.acts.frame import nothing_changed, tell, use_case
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import LookedAt
from ..errors import AccountChanged, NoAccountChosen
from ..models import AccountConfirmation
from ..queries.accounts import accounts_in_force


@use_case(duties.CONFIRM_ACCOUNT)
def confirm_accounts(*, accounts: Collection[int], looked_at: LookedAt, on: date, by: Actor) -> int:
    """Keep who saw the originals of these accounts, on which day.

    Args:
        accounts: sealed numbers, as the page showed them.

    Returns:
        How many were confirmed now; those that were before stay as they are.

    Raises:
        NotPermitted, NoAccountChosen.
        AccountChanged: one is not on file today, or not in the actor's scope.
    """
    wanted = set(accounts)
    if not wanted:
        raise NoAccountChosen
    known = list(accounts_in_force(by, on).filter(pk__in=wanted))
    if len(known) != len(wanted):
        raise AccountChanged
    done = AccountConfirmation.objects.filter(card_secret__in=wanted)
    before = set(done.values_list("card_secret_id", flat=True))
    coming = [each for each in known if each.pk not in before]
    for each in coming:
        AccountConfirmation.objects.create(
            household_id=each.household_ref,
            card_secret=each,
            day=on,
            looked_at=looked_at,
            by_user_id=by.officer_id,
            by_name=by.name,
        )
        tell("household", each.household_ref, {"day": str(on), "looked_at": looked_at})
    if not coming:
        nothing_changed()
    return len(coming)
