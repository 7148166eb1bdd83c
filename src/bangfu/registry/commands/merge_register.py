"""Merge a staged batch into the register: all of it or nothing, and a second time nothing at all.

Every change is a new version; what was known before stays. One batch merges at a time, so that two
imports of one household cannot both find it absent, and rows that others have overtaken since the
preview go back instead of in.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection
from django.db.models.functions import Now

from bangfu.audit.recording import record
from bangfu.scope.actors import Actor, acting

from ..enums import BatchState, Verdict
from ..errors import AlreadyMerged, BatchDropped, BatchNotRead
from ..models import ImportBatch, StagedRow
from ..rules.rows import Problem
from .merging.building import Builder
from .merging.deciding import Decisions, decide
from .merging.writing import write
from .progress import Report, silent
from .reading.accepted import Problems, RowKey
from .reading.objections import find_objections
from .reading.packing import unpack_rows
from .reading.staging import remark
from .reading.unions import UnionDirectory
from .stage_register import FILERS
from .steadily import steadily

MERGING = 7_301_001  # the advisory lock of all merging


def merge_register(*, batch_id: int, by: Actor, report: Report = silent) -> ImportBatch:
    """The merged batch; its `counts` say what was new, changed and unchanged (未变).

    Raises:
        NotPermitted, ImportBatch.DoesNotExist (not in the actor's scope), BatchNotRead,
        AlreadyMerged, BatchDropped.
    """
    by.require(*FILERS)
    with steadily(), acting(by):
        _lock()
        batch = _ready(batch_id, by)
        report("核对", 0, 1)
        accepted = unpack_rows(batch)
        directory = UnionDirectory(by.scope)
        problems = find_objections(accepted, directory)
        decisions = decide(accepted.without(problems), batch.reporting_day, directory)
        writes = Builder(batch.pk, by.name).build(decisions)
        write(writes, batch.pk, by.name, batch.reporting_day, report)
        _send_back(batch, problems)
        _close(batch, decisions, problems, by)
    return batch


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [MERGING])


def _ready(batch_id: int, by: Actor) -> ImportBatch:
    seen = ImportBatch.objects.visible_to(by).select_for_update(of=("self",))
    batch = seen.get(pk=batch_id)
    if batch.state == BatchState.MERGED:
        raise AlreadyMerged(str(batch.outline.get("merged_by", batch.by_name)))
    if batch.state == BatchState.DROPPED:
        raise BatchDropped
    if batch.state != BatchState.STAGED:
        raise BatchNotRead(BatchState(batch.state).label)
    return batch


def _send_back(batch: ImportBatch, problems: Problems) -> None:
    """Rows that others have overtaken since the preview."""
    for (file_name, sheet, number), found in problems.items():
        rows = StagedRow.objects.filter(
            batch=batch, file_name=file_name, sheet=sheet, row_number=number
        )
        rows.update(verdict=Verdict.REJECT, outcome="", remarks=[_remark(one) for one in found])


def _remark(one: Problem) -> dict[str, str]:
    return remark(one.field, one.code, one.value, one.reason, one.mend)


def _close(batch: ImportBatch, decisions: Decisions, problems: Problems, by: Actor) -> None:
    _set_outcomes(batch, decisions.outcomes())
    batch.parts.all().delete()
    batch.uploads.all().delete()
    back = len(problems)
    counts = {**batch.counts, **decisions.counts()}
    counts[Verdict.REJECT.value] = counts.get(Verdict.REJECT.value, 0) + back
    batch.counts = counts
    batch.outline = {**batch.outline, "merged_by": by.name}
    batch.state = BatchState.MERGED
    batch.merged_at = Now()
    batch.save(update_fields=["counts", "outline", "state", "merged_at"])
    batch.refresh_from_db(fields=["merged_at"])
    detail = {**decisions.counts(), "rejected": counts[Verdict.REJECT.value]}
    record(by, "registry.merge", "batch", batch.pk, detail)


def _set_outcomes(batch: ImportBatch, outcomes: Mapping[RowKey, str]) -> None:
    """Where the register changed since the preview, the rows say what really became of them."""
    shown = StagedRow.objects.filter(batch=batch).exclude(outcome="")
    told = shown.values_list("id", "file_name", "sheet", "row_number", "outcome")
    became = [
        (row_id, str(outcomes.get((file_name, sheet, number), "")), outcome)
        for row_id, file_name, sheet, number, outcome in told
    ]
    differing = [(row_id, now) for row_id, now, before in became if now != before]
    if differing:
        ids, words = zip(*differing, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(OUTCOMES, [list(ids), list(words)])


OUTCOMES = """
update registry_stagedrow s set outcome = n.outcome
from unnest(%s::bigint[], %s::text[]) as n(id, outcome) where s.id = n.id
"""
