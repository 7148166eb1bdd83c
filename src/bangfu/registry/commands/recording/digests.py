"""A keyed digest of a version's content: equal content is known as equal, and none can be guessed.

What the digest covers follows from the form (`rules.form`): a new field takes part by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from operator import itemgetter

from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_index, blind_indexes

from ...queries.filed import FiledHousehold, FiledMember
from ...rules.form import MEMBER_FORM, WORKER_FORM
from ...rules.values import Value
from .brought import Content

HUNDREDTH = Decimal("0.01")
#: What a row says of where it is filed is compared as found, not as written.
WORKER_ATTRS = tuple(
    each.attr
    for each in WORKER_FORM.fields
    if each.attr not in ("file_no", "union_name", "area_code")
)
MEMBER_ATTRS = tuple(each.attr for each in MEMBER_FORM.fields if each.attr != "file_no")
WORKER_SAYS, MEMBER_SAYS = itemgetter(*WORKER_ATTRS), itemgetter(*MEMBER_ATTRS)


def household_digests(contents: Iterable[Content]) -> list[bytes]:
    """Where everything was asked for, the digest is the one of versions that knew of nothing else."""
    return _digests(
        ["worker", each.union_id, each.area_code, *WORKER_SAYS(_said(each)), *each.unasked]
        for each in contents
    )


def member_digests(rows: Iterable[Mapping[str, Value]]) -> list[bytes]:
    """In the order of the rows; equal where a member's facts are."""
    return _digests(["member", *MEMBER_SAYS(values)] for values in rows)


def unopened_member_digest(
    values: Mapping[str, Value], index: bytes, as_filed: Mapping[str, Value], filed: FiledMember
) -> bytes:
    """Of a row whose number is not opened, and so known by its own keyed digest; the digest on file
    where the row says just what is on file.
    """
    digest, known = member_digests(
        [{**each, "id_number": index.hex()} for each in (values, as_filed)]
    )
    return filed.digest if digest == known and filed.digest is not None else digest


def known_member_digest(
    values: Mapping[str, Value], digest: bytes, filed: FiledMember | None
) -> bytes:
    """The digest on file where the row says just that, but was recorded with its number unopened."""
    if filed is None or filed.digest in (None, digest) or filed.id_index is None:
        return digest
    if blind_index(SecretKind.ID_NUMBER, str(values["id_number"])) != filed.id_index:
        return digest
    unopened = member_digests([{**values, "id_number": filed.id_index.hex()}])[0]
    return unopened if unopened == filed.digest else digest


def known_digest(
    content: Content, digest: bytes, on_file: FiledHousehold, as_filed: Content | None = None
) -> bytes:
    """The digest on file where the content says, or leaves, just what is on file.

    Args:
        as_filed: what is on file, where that was read; its digest may have been drawn otherwise, for a
            number that was not opened is known by its own digest only.
    """
    if on_file.digest is None or on_file.digest == digest:
        return digest
    if as_filed is not None:
        same = digest in household_digests([as_filed])
    else:
        same = on_file.digest in household_digests(_by_numbers_on_file(content, on_file))
    return on_file.digest if same else digest


def _by_numbers_on_file(content: Content, on_file: FiledHousehold) -> list[Content]:
    """The content with its card, and with both its numbers, known by the digests on file."""
    card, number = content.values["card_number"], content.values["id_number"]
    on_record = []
    if card and blind_index(SecretKind.CARD, str(card)) == on_file.card_index:
        content = replace(content, card_on_file=on_file.card_index)
        on_record.append(content)
    if number and blind_index(SecretKind.ID_NUMBER, str(number)) == on_file.id_index:
        on_record.append(replace(content, id_on_file=on_file.id_index))
    return on_record


def _said(content: Content) -> Mapping[str, Value]:
    """A number that was not opened is known by its keyed digest only."""
    unopened: dict[str, Value] = {}
    if content.card_on_file is not None:
        unopened["card_number"] = content.card_on_file.hex()
    if content.id_on_file is not None:
        unopened["id_number"] = content.id_on_file.hex()
    return {**content.values, **unopened} if unopened else content.values


def _digests(rows: Iterable[list[object]]) -> list[bytes]:
    return blind_indexes(SecretKind.ID_NUMBER, [WRITTEN(row) for row in rows])


def _plain(value: object) -> str:
    """43, 43.0 and 43.00 square metres are one and the same, as the database keeps them."""
    return str(value.quantize(HUNDREDTH)) if isinstance(value, Decimal) else str(value)


WRITTEN = json.JSONEncoder(ensure_ascii=False, default=_plain).encode
