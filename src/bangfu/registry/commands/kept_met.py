"""Numbers that were brought in vain are kept as pairs, for the superior who sees both sides of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bangfu.acts.frame import part_of_act
from bangfu.scope.actors import Actor
from bangfu.scope.by_hand import rows_of
from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_indexes

from ..met_models import OPEN, MetElsewhere
from ..queries.on_file import byte_array

KEEP = """
select registry_keep_met(%(wanted)s::bytea[], %(sheets)s::text[], %(rows)s::int[],
  %(union)s, %(household)s, %(batch)s, %(day)s, %(user)s, %(name)s)
"""


@dataclass(frozen=True)
class InVain:
    """A worker's number that is on file out of its bringer's sight; of an import with its row there."""

    number: str = field(repr=False)
    sheet: str = ""
    row_number: int | None = None


@part_of_act
def keep_met(
    brought: Sequence[InVain],
    day: date,
    by: Actor,
    *,
    household_id: int | None = None,
    batch: int | None = None,
) -> None:
    """Of each the file that has it on `day`, which the bringer is not told.

    Args:
        household_id: the file that was to be changed; None of an import, which is `batch`.
    """
    if not brought:
        return
    indexes = blind_indexes(SecretKind.ID_NUMBER, [each.number for each in brought])
    rows_of(
        KEEP,
        {
            "wanted": byte_array(indexes),
            "sheets": [each.sheet for each in brought],
            "rows": [each.row_number for each in brought],
            "union": by.acting_union_id,
            "household": household_id,
            "batch": batch,
            "day": day,
            "user": by.user_id,
            "name": by.name,
        },
    )


@part_of_act
def put_away(met_id: int, reason: str, on: date, by: Actor) -> bool:
    """Whether it was open and in the actor's sight."""
    written = (
        MetElsewhere.objects.visible_to(by)
        .filter(OPEN, pk=met_id)
        .update(
            put_away_on=on,
            put_away_reason=reason,
            put_away_by_user_id=by.officer_id,
            put_away_by_name=by.name,
        )
    )
    return bool(written)
