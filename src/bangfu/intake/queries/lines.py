"""The preview of an import in tabs, page by page: what a page costs is its own lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from bangfu.kernel.phrases import mark, phrase
from bangfu.registry.models import Household
from bangfu.scope.actors import Actor
from bangfu.scope.paging import SIZE, page_of

from ..enums import Tab
from ..models import ImportBatch, StagedRow
from ..rules.differences import SAID

#: What wants attention first.
URGENT = (Tab.BACK, Tab.CHECK, Tab.CHANGED, Tab.NEW)
OLD = (Tab.CHECK, Tab.BACK)  # what batches read by an earlier version can tell
NOTHING = mark("无")


@dataclass(frozen=True)
class Change:
    """`what`: gone, changed or added; `whose`: the member it is about, "" for the file itself."""

    what: str
    whose: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """Why a row goes back, or what of it should be looked at."""

    field: str
    value: str
    reason: str
    mend: str


@dataclass(frozen=True)
class PreviewLine:
    """`filed`: its file can be opened; there is one, and the caller sees it."""

    row: StagedRow
    filed: bool
    changes: Sequence[Change] = ()
    told: Sequence[Told] = ()


@dataclass(frozen=True)
class LinesPage:
    """`before` and `after` are cursors, "" where there is nothing more."""

    tab: Tab
    lines: Sequence[PreviewLine]
    before: str = ""
    after: str = ""


def tab_counts(batch: ImportBatch) -> dict[Tab, int]:
    """How many lines each tab has; sheets that could not be read go back as one line each."""
    kept = batch.outline.get("tabs")
    tables = len(batch.outline.get("tables", ()))
    if kept is None:
        counts = {tab: _of(batch, tab).count() for tab in OLD}
    else:
        counts = {tab: kept.get(str(tab), 0) for tab in Tab}
    return {**counts, Tab.BACK: counts[Tab.BACK] + tables}


def tab_to_open(counts: Mapping[Tab, int], asked: str) -> Tab:
    """The one asked for, else the first with something in it, the most urgent before."""
    if asked in counts:
        return Tab(asked)
    return next((tab for tab in URGENT if counts.get(tab)), Tab.BACK)


def lines_page(
    batch: ImportBatch,
    tab: Tab,
    by: Actor,
    *,
    after: str = "",
    before: str = "",
    most: int = SIZE,
) -> LinesPage:
    """One page in the order of the files; a cursor is a row's id, and `before` wins."""
    page = page_of(_of(batch, tab), "id", after=after, before=before, size=most)
    return LinesPage(tab, _lines(page.rows, tab, by), page.before, page.after)


def _of(batch: ImportBatch, tab: Tab) -> QuerySet[StagedRow]:
    rows = StagedRow.objects.filter(batch=batch)
    return rows.filter(to_check=True) if tab == Tab.CHECK else rows.filter(tab=tab)


def _lines(rows: Sequence[StagedRow], tab: Tab, by: Actor) -> list[PreviewLine]:
    named = {row.file_no for row in rows if row.file_no}
    files = Household.objects.visible_to(by).filter(file_no__in=named)
    filed = set(files.values_list("file_no", flat=True))
    return [
        PreviewLine(
            row,
            row.file_no in filed,
            list(_changes(row)) if tab in (Tab.NEW, Tab.CHANGED) else (),
            list(_told(row, tab)) if tab in (Tab.CHECK, Tab.BACK) else (),
        )
        for row in rows
    ]


def _changes(row: StagedRow) -> Iterable[Change]:
    """What nothing is said of is 无; the words of the program in the reader's language."""
    for each in row.differences:
        before, after = (_said(each[side]) for side in ("before", "after"))
        yield Change(each["what"], each["who"], phrase(each["field"]), before, after)


def _said(value: str) -> str:
    return phrase(value or NOTHING) if value in SAID or not value else value


def _told(row: StagedRow, tab: Tab) -> Iterable[Told]:
    for each in row.remarks:
        if tab == Tab.BACK or each["code"] in ("notice", "blank"):
            yield Told(each["field"], each["value"], phrase(each["reason"]), phrase(each["mend"]))
