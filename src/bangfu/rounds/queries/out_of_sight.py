"""What a payer needs of families whose files moved away: its own money stays whole in its sight.

Household and sealed numbers lie with the union that the file moved to. Rows of awards and payments are
read first, under the payer's own sight; of their cards the payer then gets what it approved itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bangfu.kernel.phrases import mark, phrase
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor
from bangfu.scope.context import scoped
from bangfu.scope.reach import WHOLE_REGISTER
from bangfu.vault.models import Secret

MOVED_AWAY = mark("已转出")


def files_in_sight(households: Collection[int]) -> dict[int, Household]:
    """The files that are in sight, with their unions; one that moved away is missing."""
    return Household.objects.select_related("union").in_bulk(set(households))


def file_no_of(file: Household | None) -> str:
    """A file's number, or in its place that it moved away."""
    return file.file_no if file else phrase(MOVED_AWAY)


def card_masks(secrets: Collection[int]) -> dict[int, str]:
    """The masks of cards on awards or payments that the caller has read."""
    with scoped(WHOLE_REGISTER):
        return dict(Secret.objects.filter(pk__in=set(secrets)).values_list("pk", "mask"))


def as_payer(by: Actor) -> Actor:
    """The same officer, to open the cards of payments that were read, wherever their files went."""
    return replace(by, scope=WHOLE_REGISTER)
