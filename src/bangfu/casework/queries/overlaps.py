"""What files have in common with others, and whether that blocks their cases."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bangfu.registry.queries.overlaps import overlaps_of
from bangfu.registry.rules.overlaps import OverlapKind


def blocking_overlaps(
    household_ids: Collection[int], on: date
) -> dict[int, frozenset[OverlapKind]]:
    """By household, of those in sight, the kinds that block its case; one without any is absent."""
    return {
        household: frozenset(overlap.kind for overlap in overlaps)
        for household, overlaps in overlaps_of(household_ids, on).items()
    }
