"""The register in the very form it came in: rows of both sheets, and the empty template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from bangfu.documents.long_workbook import LongSheet
from bangfu.documents.workbooks import CellValue, SheetSpec, build_workbook
from bangfu.kernel.phrases import phrase

from ..models import Household, HouseholdFacts, MemberFacts
from ..rules.codes import FLAG
from ..rules.form import FORMS, MEMBER_FORM, WORKER_FORM, Field, Form, ValueKind

TEXT_KINDS = frozenset(
    {ValueKind.FILE_NO, ValueKind.IDENTITY, ValueKind.CARD, ValueKind.PHONE, ValueKind.AREA_CODE}
)
Numbers = Mapping[int, str]  # opened numbers by secret id


def register_template() -> bytes:
    """Both sheets with their headers, drop-downs from the code lists, number columns as text."""
    return build_workbook([_sheet(WORKER_FORM), _sheet(MEMBER_FORM)])


def register_workbook(
    worker_rows: Iterator[Sequence[CellValue]], member_rows: Iterator[Sequence[CellValue]]
) -> bytes:
    """An xlsx of two sheets: workers, members."""
    return build_workbook([_sheet(WORKER_FORM, worker_rows), _sheet(MEMBER_FORM, member_rows)])


def long_sheets() -> list[LongSheet]:
    """The headers of both sheets, for rows that are written while they are read."""
    return [
        LongSheet(form.kind.value, [each.zh for each in form.fields], fixed=2, numbers=True)
        for form in FORMS
    ]


def facts_on(
    households: QuerySet[Household], day: date
) -> tuple[list[HouseholdFacts], list[MemberFacts]]:
    """The versions in force that day, by file number and then in the order of the file.

    Members whom the last list no longer named are left out, as they were there.
    """
    workers = HouseholdFacts.objects.filter(household__in=households).in_force(day)
    members = MemberFacts.objects.filter(household__in=households).in_force(day)
    present = [each for each in members if not each.absent]
    return (
        sorted(
            workers.select_related("household", "union"), key=lambda each: each.household.file_no
        ),
        sorted(present, key=lambda each: (each.household_id, each.ordinal)),
    )


def worker_rows(facts: Sequence[HouseholdFacts], numbers: Numbers) -> Iterator[list[CellValue]]:
    """A row a version, a cell a field of the form. `numbers`: secret → number as far as it is given out."""
    for version in facts:
        elsewhere = {
            "file_no": version.household.file_no,
            "id_number": numbers.get(version.id_secret_id or 0, ""),
            "card_number": numbers.get(version.card_secret_id or 0, ""),
            "union_name": version.union.name,
            "system": version.own_system,
        }
        yield [_value(each, version, elsewhere) for each in WORKER_FORM.fields]


def member_rows(
    facts: Sequence[HouseholdFacts], members: Sequence[MemberFacts], numbers: Numbers
) -> Iterator[list[CellValue]]:
    """A member row that went back stands as a row to be filled in, so that nobody is forgotten."""
    by_household: dict[int, list[MemberFacts]] = {}
    for member in members:
        by_household.setdefault(member.household_id, []).append(member)
    for household in facts:
        file_no = household.household.file_no
        rows = {ordinal: _to_be_filled(file_no, ordinal) for ordinal in household.missing_members}
        for member in by_household.get(household.household_id, ()):
            elsewhere = {"file_no": file_no, "id_number": numbers.get(member.id_secret_id or 0, "")}
            place = member.ordinal if member.ordinal not in rows else max(rows) + 1
            rows[place] = [_value(each, member, elsewhere) for each in MEMBER_FORM.fields]
        yield from (rows[place] for place in sorted(rows))


def _to_be_filled(file_no: str, ordinal: int) -> list[CellValue]:
    known = {
        "file_no": file_no,
        "workplace": phrase("原名单第{ordinal}名成员，未通过，待补", ordinal=ordinal),
    }
    return [known.get(each.attr) for each in MEMBER_FORM.fields]


def _value(each: Field, facts: Any, elsewhere: Mapping[str, str]) -> CellValue:
    value = elsewhere[each.attr] if each.attr in elsewhere else getattr(facts, each.attr)
    if value is None:
        return None
    if each.kind is ValueKind.AMOUNT:
        yuan = Decimal(value) / 100
        return int(yuan) if yuan == int(yuan) else yuan
    if each.kind is ValueKind.CODES:
        return "、".join(value)
    return value


def _sheet(form: Form, rows: Iterator[Sequence[CellValue]] | None = None) -> SheetSpec:
    choices = {each.zh: each.codes.values for each in form.fields if each.codes}
    choices.pop("次要致困原因", None)  # up to three of them, joined by 、
    choices.update({e.zh: FLAG.values for e in form.fields if e.kind is ValueKind.FLAG})
    text = [each.zh for each in form.fields if each.kind in TEXT_KINDS]
    header = [each.zh for each in form.fields]
    return SheetSpec(form.kind.value, header, rows or (), choices, text, fixed=2, numbers=True)
