"""A keyed digest of a row's values: equal rows are known as equal, and no row can be guessed from it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM
from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_indexes

from ...rules import JudgedMember, JudgedWorker

HUNDREDTH = Decimal("0.01")
#: What a row says of where it is filed is compared as found, not as written.
WORKER_ATTRS = tuple(
    each.attr
    for each in WORKER_FORM.fields
    if each.attr not in ("file_no", "union_name", "area_code")
)
MEMBER_ATTRS = tuple(each.attr for each in MEMBER_FORM.fields if each.attr != "file_no")


def worker_digests(rows: Sequence[tuple[JudgedWorker, int, str]]) -> list[bytes]:
    """Of (row, union id, area code)."""
    return _digests(
        [
            ["worker", union_id, area_code, *(_said(row, attr) for attr in WORKER_ATTRS)]
            for row, union_id, area_code in rows
        ]
    )


def _said(row: JudgedWorker, attr: str) -> object:
    """A card carried over is known by its keyed digest only."""
    if attr == "card_number" and row.card_on_file is not None:
        return row.card_on_file.hex()
    return row.values.get(attr)


def member_digests(rows: Sequence[JudgedMember]) -> list[bytes]:
    return _digests([["member", *(row.values.get(attr) for attr in MEMBER_ATTRS)] for row in rows])


def _digests(rows: Sequence[list[object]]) -> list[bytes]:
    return blind_indexes(SecretKind.ID_NUMBER, [WRITTEN(row) for row in rows])


def _plain(value: object) -> str:
    """43, 43.0 and 43.00 square metres are one and the same, as the database keeps them."""
    return str(value.quantize(HUNDREDTH)) if isinstance(value, Decimal) else str(value)


WRITTEN = json.JSONEncoder(ensure_ascii=False, default=_plain).encode
