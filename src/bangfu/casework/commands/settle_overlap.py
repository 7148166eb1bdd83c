"""Settle what files share: a person who belongs to one of them, a card that families rightly share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from bangfu.acts.frame import tell_each, use_case
from bangfu.acts.refusals import refused_as
from bangfu.kernel.phrases import phrase
from bangfu.registry.models import Household
from bangfu.registry.queries.overlaps import Overlap
from bangfu.registry.rules.overlaps import OverlapKind
from bangfu.scope.actors import Actor

from .. import duties
from ..errors import (
    BroughtByTheSettler,
    NothingShared,
    OverlapsChanged,
    SettlementReasonMissing,
    SettlesNeither,
)
from ..models import OverlapSettlement
from ..queries.overlaps import shared_among
from ..queries.settling import seen_now
from ._moving import checked_text


@use_case(duties.SETTLE_OVERLAP)
def settle_overlap(
    *,
    household_id: int,
    kind: OverlapKind,
    other_ids: Collection[int],
    belongs_to: int | None,
    reason: str,
    seen: str,
    on: date,
    by: Actor,
) -> list[OverlapSettlement]:
    """Write one settlement for each number that two of these files share; the newest of a pair holds.

    Args:
        other_ids: files that share persons or a card with the household, as `kind` says.
        belongs_to: which of all these it belongs to; then the others are to be corrected. None: it is
            right in all of them, and what two of the others share is settled with it.
        seen: what the page showed of all files in sight that share it, as `queries.settling` says.

    Raises:
        NotPermitted, SettlementReasonMissing, TextTooLong.
        SettlesNeither: `belongs_to` is none of these files.
        NothingShared: a file is out of sight, or shares nothing of that kind with the household.
        OverlapsChanged: they share another number by now than the page showed, or somebody settled it.
        BroughtByTheSettler: the actor brought one of the files in, changed or submitted it.
    """
    reason = checked_text(reason, phrase("理由"), SettlementReasonMissing)
    files = {household_id, *other_ids}
    if belongs_to is not None and belongs_to not in files:
        raise SettlesNeither
    _lock(files, by)
    if seen_now(household_id, kind, on) != seen:
        raise OverlapsChanged
    shared = shared_among(household_id, kind, files, on)
    decided = [each for each in shared if belongs_to is None or belongs_to in each.files]
    rows = [_settlement(each, belongs_to, reason, on, by) for each in decided]
    _write(rows)
    told = {"shared": kind.value, "files": len(files), "settled": _word(belongs_to)}
    tell_each("household", ((each, told) for each in sorted(files)))
    return rows


def _lock(files: Collection[int], by: Actor) -> None:
    """In the order of ids, as an import locks them, so that no card changes meanwhile."""
    rows = Household.objects.visible_to(by).filter(id__in=files).order_by("id")
    if len(rows.select_for_update(no_key=True)) < len(files):
        raise NothingShared


def _settlement(
    overlap: Overlap, belongs_to: int | None, reason: str, on: date, by: Actor
) -> OverlapSettlement:
    household, other = overlap.files
    return OverlapSettlement(
        household_id=household,
        other_id=other,
        kind=overlap.kind,
        pair=overlap.pair,
        belongs_to_id=belongs_to,
        reason=reason,
        decided_on=on,
        by_user_id=by.officer_id,
        by_name=by.name,
    )


def _write(rows: Iterable[OverlapSettlement]) -> None:
    refusals = {
        "settlement_by_another": BroughtByTheSettler,
        "settlement_of_an_overlap": OverlapsChanged,
    }
    with refused_as(refusals):
        OverlapSettlement.objects.bulk_create(rows)


def _word(belongs_to: int | None) -> str:
    return "both" if belongs_to is None else "one"
