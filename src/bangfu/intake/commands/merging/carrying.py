"""A column that a table lacks says nothing, so what is on file of it stays; nor does a detail that
could not be read.

An empty cell is another matter: it says that the thing is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bangfu.eligibility.rules.inputs import FACTS
from bangfu.kernel.text import solid
from bangfu.registry.commands.recording.brought import Content
from bangfu.registry.commands.recording.succeeding import values_succeeded
from bangfu.registry.models import HouseholdFacts, MemberFacts
from bangfu.registry.queries.contents import member_values, worker_values
from bangfu.registry.queries.filed import FiledHousehold, filed_households
from bangfu.registry.rules.form import FormKind
from bangfu.registry.rules.values import Value
from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_index

from ...rules import JudgedMember, JudgedWorker
from ..reading.accepted import Accepted
from .succeeding import SuccessionTold, successions_told

ROWS_AT_ONCE = 5_000
CLAIMS = tuple(each.name for each in FACTS if each.is_claim)
Lacking = Mapping[tuple[str, str, FormKind], tuple[str, ...]]


def carry_over(accepted: Accepted, as_of: date) -> Accepted:
    """Worker rows with what is on file on `as_of` in place of the columns their table lacks.

    Members are carried over when it is known who they are; see `carry_members`. A union that is
    not named is found by `placed`. Run within the importing officer's scope.
    """
    successions = successions_told(accepted.workers, accepted.members, as_of)
    accepted = replace(accepted, successions=successions)
    lacking = accepted.lacking()
    wanting = [row for row in accepted.workers if absent_from(row, lacking)]
    filed = filed_households((row.file_no for row in wanting), as_of) if wanting else {}
    facts = _facts_of(HouseholdFacts, (file.facts_id for file in filed.values()), "union")
    known = {
        number: (file, facts[file.facts_id])
        for number, file in filed.items()
        if file.facts_id in facts
    }
    workers: list[JudgedWorker] = []
    as_filed: dict[str, Content] = {}
    for row in accepted.workers:
        absent = absent_from(row, lacking)
        if absent and row.file_no in known:
            file, version = known[row.file_no]
            as_filed[row.file_no] = _as_filed(row, file, version)
            row = _carried(row, absent, file, version, accepted.succession(row.file_no))
        elif absent:
            row = replace(row, unasked=tuple(attr for attr in CLAIMS if attr in absent))
        workers.append(row)
    return replace(accepted, workers=tuple(workers), as_filed=as_filed)


def absent_from(row: JudgedWorker | JudgedMember, lacking: Lacking) -> tuple[str, ...]:
    """Of what the row says nothing: its table has no such column, or the detail could not be read."""
    form = FormKind.MEMBER if isinstance(row, JudgedMember) else FormKind.WORKER
    return (*lacking.get((row.ref.file, row.ref.sheet, form), ()), *row.unread)


def carry_members(
    rows: Sequence[tuple[JudgedMember, int | None]], lacking: Lacking
) -> list[JudgedMember]:
    """Rows of (row, version on file), with that version in place of what their table lacks."""
    wanting = (facts for row, facts in rows if absent_from(row, lacking))
    facts = _facts_of(MemberFacts, wanting)
    return [
        replace(row, values=_filled(row.values, member_values(facts[version]), absent))
        if (absent := absent_from(row, lacking)) and version in facts
        else row
        for row, version in rows
    ]


def _carried(
    row: JudgedWorker,
    lacking: tuple[str, ...],
    filed: FiledHousehold,
    version: Any,
    succession: SuccessionTold | None,
) -> JudgedWorker:
    """What is of the former worker alone is not carried over to who takes the place."""
    absent = [attr for attr in lacking if attr != "area_code" or not _moves(row, version)]
    card = filed.card_index if "card_number" in lacking and not succession else None
    on_file = worker_values(version)
    if succession:
        facts = MemberFacts.objects.get(id=succession.successor.facts_id or 0)
        on_file = values_succeeded(on_file, facts, stays=succession.stays)
    values = _filled(row.values, on_file, absent)
    unasked = tuple(attr for attr in version.unasked if attr in lacking)
    return replace(row, values=values, card_on_file=card, unasked=unasked)


def _as_filed(row: JudgedWorker, filed: FiledHousehold, version: Any) -> Content:
    """Numbers are not opened: they are the row's where their digests are equal; a card that is
    not, or that the table lacks, is told by its digest.
    """
    number, card = str(row.values["id_number"]), str(row.values["card_number"] or "")
    same = filed.id_index == blind_index(SecretKind.ID_NUMBER, number)
    same_card = bool(card) and filed.card_index == blind_index(SecretKind.CARD, card)
    values = {
        **row.values,
        **worker_values(version),
        "id_number": number if same else None,
        "card_number": card if same_card else None,
    }
    card_on_file = None if same_card else filed.card_index
    return Content(
        values,
        version.union_id,
        version.area_code,
        card_on_file=card_on_file,
        unasked=tuple(version.unasked),
    )


def _moves(row: JudgedWorker, version: Any) -> bool:
    """A household that goes to another union does not take its division along unasked."""
    written = solid(str(row.values["union_name"] or ""))
    return bool(written) and written not in (version.union.code, solid(version.union.name))


def _filled(
    values: Mapping[str, Value], on_file: Mapping[str, Value], absent: Iterable[str]
) -> dict[str, Value]:
    """`values` with what is on file where a column is absent; what the identity number filled in
    there stays.
    """
    kept = {attr: on_file[attr] for attr in absent if attr in on_file and values[attr] is None}
    return {**values, **kept}


def _facts_of(model: type[Any], ids: Iterable[int | None], *related: str) -> dict[int, Any]:
    known = [id_ for id_ in ids if id_ is not None]
    versions = model.objects.select_related(*related) if related else model.objects.all()
    facts: dict[int, Any] = {}
    for start in range(0, len(known), ROWS_AT_ONCE):
        facts.update(versions.in_bulk(known[start : start + ROWS_AT_ONCE]))
    return facts
