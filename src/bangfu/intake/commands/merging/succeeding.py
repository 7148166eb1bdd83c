"""A table that names another worker for a file: a member on file takes the former worker's place.

That is known by the identity number alone, and from the reporting day on. What can't be known so goes
back with what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from bangfu.documents.tables.readings import Fault
from bangfu.kernel.phrases import mark
from bangfu.registry.commands.recording.building import WORKER
from bangfu.registry.models import Household, Membership
from bangfu.registry.queries.filed import (
    FiledHousehold,
    FiledMember,
    filed_households,
    filed_members,
)
from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_indexes

from ...rules import JudgedMember, JudgedWorker

RECORDED_LATER = Fault(
    "succeeded-later",
    mark("上报日以后档案已有新的登记，不能从这一天换户主"),
    mark("请把上报日填为最近一次登记当天或以后，再上报换户主的表。"),
)
TOO_EARLY = Fault(
    "succeeded-too-early",
    mark("换户主的日期不晚于原户主建档或接任人入户的日期"),
    mark("请把上报日填为换户主的那一天；原户主登记有误的，请按原身份证号更正姓名。"),
)


@dataclass(frozen=True)
class SuccessionTold:
    """`stays`: the former worker is named among the members."""

    former: FiledHousehold
    successor: FiledMember
    stays: bool


def successions_told(
    workers: Sequence[JudgedWorker], members: Sequence[JudgedMember], as_of: date
) -> dict[str, SuccessionTold | Fault]:
    """By file number; of a row that names neither the worker on file nor a member there is none."""
    rows = _otherwise_named(workers)
    filed = filed_households((row.file_no for row in rows), as_of) if rows else {}
    household_ids = [file.id for file in filed.values()]
    on_file = filed_members(household_ids, as_of) if filed else {}
    successions: dict[str, SuccessionTold | Fault] = {}
    for row, index in zip(rows, _indexes(rows), strict=True):
        former = filed.get(row.file_no)
        if former is None or former.id_index == index:
            continue
        alike = [each for each in on_file.get(former.id, ()) if each.id_index == index]
        if alike:
            own = [each for each in members if each.file_no == row.file_no]
            stays = former.id_index in _indexes(own)
            successions[row.file_no] = _succession(former, alike[0], stays, as_of)
    return successions


def _otherwise_named(workers: Sequence[JudgedWorker]) -> list[JudgedWorker]:
    """Rows whose file has another worker's name, or had another worker once."""
    followed = Membership.objects.filter(
        household=OuterRef("pk"), relation=WORKER, held_until__isnull=False
    )
    filed = Household.objects.filter(file_no__in=[row.file_no for row in workers])
    listed = filed.annotate(followed=Exists(followed)).values_list(
        "file_no", "head_name", "followed"
    )
    on_file = {file_no: (name, followed) for file_no, name, followed in listed}
    return [
        row
        for row in workers
        if row.file_no in on_file and on_file[row.file_no] != (row.values["name"], False)
    ]


def _succession(
    former: FiledHousehold, successor: FiledMember, stays: bool, as_of: date
) -> SuccessionTold | Fault:
    if not (former.is_latest and successor.is_latest):
        return RECORDED_LATER
    if as_of <= max(former.worker_since, successor.since) or former.facts_id is None:
        return TOO_EARLY
    return SuccessionTold(former, successor, stays)


def _indexes(rows: Sequence[JudgedWorker | JudgedMember]) -> list[bytes]:
    return blind_indexes(SecretKind.ID_NUMBER, [str(row.values["id_number"] or "") for row in rows])
