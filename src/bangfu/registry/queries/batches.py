"""Imports as their pages show them: progress, a preview, and the report of every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from bangfu.documents.row_report import NORMALISED, REJECT, ReportLine
from bangfu.scope.actors import Actor

from ..enums import Outcome, Verdict
from ..models import ImportBatch, StagedRow

UNCHANGED = "与在档内容相同，未变"
Where = tuple[str, str, int, str, str]  # file, sheet, row number, file number, verdict


COUNTS = {
    "rows": "共 {} 行",
    "accepted": "接收 {} 行",
    "created": "新增 {}",
    "changed": "变更 {}",
    "unchanged": "未变 {}",
    "households_new": "新建 {} 户",
    "households_changed": "有变化 {} 户",
    "households_unchanged": "未变 {} 户",
    "members_new": "新增成员 {} 人",
    "members_changed": "成员有变化 {} 人",
    "members_unchanged": "成员未变 {} 人",
    "members_absent": "名单中未出现 {} 人",
    "members_waiting": "待职工行改正 {} 人",
}


@dataclass(frozen=True)
class Preview:
    """`counts`: rows by verdict and households and members by outcome; `problems`: the first."""

    batch: ImportBatch
    counts: Mapping[str, int]
    problems: Sequence[ReportLine]
    problem_rows: int


def counts_told(counts: Mapping[str, int]) -> list[str]:
    """What an import did, in words; what is none is left out, but never everything."""
    told = [words.format(counts[name]) for name, words in COUNTS.items() if counts.get(name)]
    return told or ["没有可导入的内容"]


def batches(by: Actor) -> QuerySet[ImportBatch]:
    """The newest first."""
    return ImportBatch.objects.visible_to(by).select_related("union").order_by("-id")


def preview(batch_id: int, by: Actor, most: int = 50) -> Preview:
    """Raises ImportBatch.DoesNotExist outside the actor's scope."""
    batch = batches(by).get(pk=batch_id)
    rejected = batch.rows.filter(verdict=Verdict.REJECT)
    lines = [*tables_told(batch.outline.get("tables", ())), *_lines(rejected.order_by("id")[:most])]
    count = rejected.count() + len(batch.outline.get("tables", ()))
    return Preview(batch, batch.counts, lines, count)


def report_of(batch: ImportBatch) -> Iterator[ReportLine]:
    """Every physical row of a batch that the running transaction sees."""
    yield from tables_told(batch.outline.get("tables", ()))
    yield from _lines(batch.rows.order_by("id"))


def tables_told(tables: Iterable[Mapping[str, str]]) -> Iterator[ReportLine]:
    """Sheets that could not be read as a register."""
    for one in tables:
        yield ReportLine(
            one["file"], one["sheet"], 0, "", REJECT, reason=one["reason"], mend=one["mend"]
        )


def rows_told(
    where: Where, remarks: Sequence[Mapping[str, str]], outcome: str
) -> Iterator[ReportLine]:
    """A line for each reason of a rejected row; one for any other, all that was done in it."""
    if where[4] == REJECT:
        for one in remarks:
            yield ReportLine(*where, one["field"], one["value"], one["reason"], one["mend"])
        return
    yield _one_line(where, remarks, outcome)


def _one_line(where: Where, remarks: Sequence[Mapping[str, str]], outcome: str) -> ReportLine:
    changed = [one for one in remarks if one["code"] == "changed"]
    told = [f"{one['field']}：{one['reason']}→{one['value']}" for one in changed]
    others = [one for one in remarks if one["code"] != "changed"]
    told += [one["reason"] for one in others]
    if outcome == Outcome.UNCHANGED:
        told.append(UNCHANGED)
    fields = "、".join(dict.fromkeys(one["field"] for one in remarks if one["field"]))
    value = changed[0]["value"] if where[4] == NORMALISED and len(changed) == 1 else ""
    mends = "".join(dict.fromkeys(one["mend"] for one in others))
    return ReportLine(*where, fields, value, "；".join(told), mends)


def _lines(rows: Iterable[Any]) -> Iterator[ReportLine]:
    for row in rows:
        assert isinstance(row, StagedRow)
        where = (row.file_name, row.sheet, row.row_number, row.file_no, row.verdict)
        yield from rows_told(where, row.remarks, row.outcome)
