"""Imports as their pages show them: progress, a preview, and the report of every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from bangfu.documents.row_report import NORMALISED, REJECT, ReportLine
from bangfu.kernel.phrases import mark, phrase
from bangfu.registry.rules.form import FORMS
from bangfu.scope.actors import Actor

from ..enums import BatchState, Outcome, Tab
from ..models import ImportBatch, StagedRow
from ..rules.keeping import WARNED
from ..rules.rows import say_done
from .lines import tab_counts

UNCHANGED = mark("与在档内容相同，未变")
FORM_OF = {form.kind.value: form for form in FORMS}
REPORTED_AT_ONCE = 5_000  # rows
Where = tuple[str, str, int, str, str]  # file, sheet, row number, file number, verdict


COUNTS = {
    "rows": mark("共 {n} 行"),
    "accepted": mark("接收 {n} 行"),
    "created": mark("新增 {n}"),
    "changed": mark("变更 {n}"),
    "unchanged": mark("未变 {n}"),
    "households_new": mark("新建 {n} 户"),
    "households_changed": mark("有变化 {n} 户"),
    "households_unchanged": mark("未变 {n} 户"),
    "members_new": mark("新增成员 {n} 人"),
    "members_changed": mark("成员有变化 {n} 人"),
    "members_unchanged": mark("成员未变 {n} 人"),
    "members_absent": mark("名单中未出现 {n} 人"),
    "members_waiting": mark("待职工行改正 {n} 人"),
}


GOING_IN = tuple(
    f"{what}_{outcome}"
    for what in ("households", "members")
    for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
)


@dataclass(frozen=True)
class ColumnsTold:
    """A table, the form's columns that it lacks, its header words that were not read, and those that were
    because somebody had said what they mean (“血型”作“备注”).
    """

    file: str
    sheet: str
    form: str
    lacking: tuple[str, ...]
    unread: tuple[str, ...]
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """Attributes:
    counts: rows by verdict, households and members by outcome.
    tabs: how many lines each tab of the preview has.
    refused: a line for each sheet that could not be read.
    columns: tables whose columns are not their form's.
    """

    batch: ImportBatch
    counts: Mapping[str, int]
    tabs: Mapping[Tab, int]
    refused: Sequence[ReportLine]
    columns: Sequence[ColumnsTold] = ()

    @property
    def problem_rows(self) -> int:
        """How many rows and sheets go back in all."""
        return self.tabs[Tab.BACK]

    @property
    def goes_in(self) -> bool:
        """Whether any row may go in, be it unchanged."""
        return any(self.counts.get(name) for name in GOING_IN)


@dataclass(frozen=True)
class LaterRows:
    """Rows with days after the reporting day that another reporting day would take.

    Attributes:
        latest: the last of their days, which that day would have to reach.
    """

    rows: int
    latest: date


def later_rows(batch: ImportBatch, today: date) -> LaterRows | None:
    """None where no row would come in by a later reporting day: a day to come is the row's own fault."""
    told = batch.outline.get("later", {}).items()
    days = {date.fromisoformat(day): rows for day, rows in told}
    reached = {day: rows for day, rows in days.items() if day <= today}
    return LaterRows(sum(reached.values()), max(reached)) if reached else None


def counts_told(counts: Mapping[str, int]) -> list[str]:
    """What an import did, in words; what is none is left out, but never everything."""
    told = [phrase(words, n=counts[name]) for name, words in COUNTS.items() if counts.get(name)]
    return told or [phrase("没有可导入的内容")]


def batches(by: Actor) -> QuerySet[ImportBatch]:
    """The newest first."""
    return ImportBatch.objects.visible_to(by).select_related("union").order_by("-id")


def expiring(by: Actor, at: datetime) -> Sequence[ImportBatch]:
    """Those that are cleared within some days unless somebody confirms them, the first first."""
    waiting = ImportBatch.objects.visible_to(by).filter(state=BatchState.STAGED)
    return list(waiting.filter(waits_until__lte=at + WARNED).order_by("waits_until", "id"))


def preview(batch_id: int, by: Actor) -> Preview:
    """Raises ImportBatch.DoesNotExist outside the actor's scope."""
    batch = batches(by).get(pk=batch_id)
    refused = list(tables_told(batch.outline.get("tables", ())))
    return Preview(batch, batch.counts, tab_counts(batch), refused, columns_told(batch))


def with_tabs(listed: Iterable[ImportBatch]) -> list[tuple[ImportBatch, list[tuple[Tab, int]]]]:
    """Batches with how many lines of each kind there are; none that was not read, or is given up."""
    return [
        (one, [(tab, n) for tab, n in tab_counts(one).items() if n] if _told_in_tabs(one) else [])
        for one in listed
    ]


def _told_in_tabs(batch: ImportBatch) -> bool:
    read = (BatchState.STAGED, BatchState.MERGING, BatchState.MERGED)
    return batch.state in read and "tabs" in batch.outline


def columns_told(batch: ImportBatch) -> list[ColumnsTold]:
    """Tables that lack columns of the form or have others, in the order of the files."""
    differing = []
    for table in batch.outline.get("columns", ()):
        names = FORM_OF[table["form"]].by_attr
        lacking = tuple(names[attr].zh for attr in table["lacking"] if attr in names)
        told = tuple(
            phrase("“{head}”作“{name}”", head=head, name=names[attr].zh)
            for head, attr in table.get("told", ())
        )
        if lacking or told or table["unread"]:
            unread = tuple(table["unread"])
            differing.append(
                ColumnsTold(table["file"], table["sheet"], table["form"], lacking, unread, told)
            )
    return differing


def report_of(batch: ImportBatch) -> Iterator[ReportLine]:
    """Every physical row of a batch that the running transaction sees."""
    yield from tables_told(batch.outline.get("tables", ()))
    yield from _lines(batch.rows.order_by("id"))


def report_part(batch: ImportBatch, after: int, most: int) -> tuple[list[ReportLine], int, int]:
    """The lines of the next rows behind one, how many rows these are, and the last of them."""
    rows = list(batch.rows.filter(pk__gt=after).order_by("id")[:most])
    return list(_lines(rows)), len(rows), rows[-1].pk if rows else after


def report_is_long(batch: ImportBatch) -> bool:
    """Whether it is more than one waits for: `jobs.long_row_report` writes it in the background."""
    return batch.rows.all()[REPORTED_AT_ONCE : REPORTED_AT_ONCE + 1].exists()


def tables_told(tables: Iterable[Mapping[str, str]]) -> Iterator[ReportLine]:
    """Sheets that could not be read as a register."""
    for table in tables:
        yield ReportLine(
            table["file"], table["sheet"], 0, "", REJECT, reason=table["reason"], mend=table["mend"]
        )


def rows_told(
    where: Where, remarks: Sequence[Mapping[str, str]], outcome: str
) -> Iterator[ReportLine]:
    """A line for each reason of a rejected row; one for any other, all that was done in it."""
    if where[4] == REJECT:
        for each in remarks:
            why, mend = phrase(each["reason"]), phrase(each["mend"])
            yield ReportLine(*where, each["field"], each["value"], why, mend)
        return
    yield _one_line(where, remarks, outcome)


def _one_line(where: Where, remarks: Sequence[Mapping[str, str]], outcome: str) -> ReportLine:
    changed = [each for each in remarks if each["code"] == "changed"]
    told = [f"{each['field']}：{say_done(each['reason'])}→{each['value']}" for each in changed]
    others = [each for each in remarks if each["code"] != "changed"]
    told += [_with_left_out(each) for each in others]
    if outcome == Outcome.UNCHANGED:
        told.append(phrase(UNCHANGED))
    fields = "、".join(dict.fromkeys(each["field"] for each in remarks if each["field"]))
    value = changed[0]["value"] if where[4] == NORMALISED and len(changed) == 1 else ""
    mends = "".join(dict.fromkeys(phrase(each["mend"]) for each in others))
    return ReportLine(*where, fields, value, "；".join(told), mends)


def _with_left_out(remark: Mapping[str, str]) -> str:
    """With what the cell says, where that was not taken."""
    reason = phrase(remark["reason"])
    if remark["code"] != "notice" or not remark["value"]:
        return reason
    return phrase("{reason}（表中写的是“{value}”）", reason=reason, value=remark["value"])


def _lines(rows: Iterable[Any]) -> Iterator[ReportLine]:
    for row in rows:
        assert isinstance(row, StagedRow)
        where = (row.file_name, row.sheet, row.row_number, row.file_no, row.verdict)
        yield from rows_told(where, row.remarks, row.outcome)
