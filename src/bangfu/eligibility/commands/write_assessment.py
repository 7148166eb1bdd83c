"""Decide the register for a day and write it as a table; nothing is stored but the log of reading."""

from __future__ import annotations

from datetime import date
from typing import IO

import polars as pl

from bangfu.audit.recording import record
from bangfu.organisations.models import Union
from bangfu.scope.actors import Actor, acting
from bangfu.scope.enums import Role

from ..errors import NoSuchUnion
from ..queries.assessing import DECISION_COLUMNS, assess

COLUMNS = ("file_no", *DECISION_COLUMNS)
LISTS = ("missing", "excluded")
JOINED_BY = "、"


def assess_to_csv(*, day: date, union_code: str | None, out: IO[bytes], by: Actor) -> int:
    """Write `COLUMNS`, one line a household on file that day, by file number; UTF-8 with a header.

    Amounts are fen; blank where they cannot be worked out.

    Args:
        union_code: only households that were filed under that union or below it that day.

    Returns:
        How many households.

    Raises:
        NotPermitted, NoSuchUnion.
    """
    by.require(Role.OPERATOR)
    with acting(by):
        decided = assess(day)
        if union_code is not None:
            decided = decided.filter(pl.col("union_id").is_in(_subtree(union_code)))
        detail = {"day": str(day), "households": decided.height}
        record(by, "registry.read_many", "union", union_code or "", detail)
    _plain(decided).write_csv(out)
    return decided.height


def _subtree(code: str) -> list[int]:
    union = Union.objects.filter(code=code).first()
    if union is None:
        raise NoSuchUnion(code)
    below = Union.objects.filter(**{f"tier{union.depth}": union.pk})
    return list(below.values_list("pk", flat=True))


def _plain(decided: pl.DataFrame) -> pl.DataFrame:
    """Lists as one text; nothing, rather than an empty text in quotes, where there is none."""
    joined = [
        pl.when(pl.col(name).list.len() > 0).then(pl.col(name).list.join(JOINED_BY)).alias(name)
        for name in LISTS
    ]
    return decided.with_columns(joined).select(COLUMNS)
