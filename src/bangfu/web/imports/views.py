"""From an office's spreadsheet to the register: upload, preview row by row, confirm."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bangfu.acts.frame import tell
from bangfu.acts.roles import holds
from bangfu.casework import duties as casework
from bangfu.documents.row_report import report_csv
from bangfu.intake import duties
from bangfu.intake.commands.change_reporting_day import change_reporting_day
from bangfu.intake.commands.drop_batch import drop_batch
from bangfu.intake.commands.request_merge import request_merge
from bangfu.intake.commands.sheet_to_mend import is_long, sheet_to_mend
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.commands.stop_merge import stop_merge
from bangfu.intake.enums import BatchState, Stage
from bangfu.intake.errors import (
    AlreadyMerged,
    BatchDropped,
    BatchExpired,
    BatchNotRead,
    BeingMerged,
    FilesGone,
    NothingToMend,
    ReadAgainSince,
)
from bangfu.intake.jobs import long_row_report, long_sheet_to_mend
from bangfu.intake.models import ImportBatch
from bangfu.intake.queries.batches import (
    Preview,
    batches,
    later_rows,
    preview,
    report_is_long,
    report_of,
    with_tabs,
)
from bangfu.intake.queries.columns import columns_asked
from bangfu.intake.queries.lines import LinesPage, lines_page, tab_to_open
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.jobs.queries import somebody_works
from bangfu.registry import duties as registry
from bangfu.registry.commands.export_register import export_register
from bangfu.registry.jobs import export_long
from bangfu.registry.queries.export import register_template
from bangfu.registry.queries.households import households

from ..access import OfficerRequest, allow
from ..cursors import LONGEST_ID, row_id
from ..errors import page as error_page
from ..files.listing import AT_ONCE
from ..filtering import say_unknown
from ..forms_base import FormRefused, status_with
from ..responses import download, see_other
from .forms import DayForm, UploadForm

SHOWN = 30
UNREAD = (BatchState.WAITING, BatchState.READING)
AT_WORK = (*UNREAD, BatchState.MERGING)
SHOWING = (BatchState.STAGED, BatchState.MERGED)
MOVED_ON = (
    AlreadyMerged, BatchDropped, BatchExpired, BatchNotRead, BeingMerged, FilesGone,
    NothingToMend, ReadAgainSince,
)  # fmt: skip
NO_READING = -1
BatchStep = Callable[[OfficerRequest, int], HttpResponse]


def knows_the_batch(step: BatchStep) -> BatchStep:
    """A step from a page that others have overtaken is answered with the way to the batch."""

    @wraps(step)
    def answered(request: OfficerRequest, batch_id: int) -> HttpResponse:
        try:
            return step(request, batch_id)
        except MOVED_ON as error:
            there = reverse("import_page", args=[batch_id])
            return error_page(request, error.status, str(error), (there, str(_("打开这一批"))))

    return answered


@allow(duties.STAGE, "GET", "POST")
def import_list(request: OfficerRequest) -> HttpResponse:
    """Earlier imports, and the form for the next."""
    form = UploadForm(request.POST or None, request.FILES or None, initial=_day(request.today))
    if request.method == "POST":
        with suppress(FormRefused):
            batch = form.send(
                lambda typed: stage_register(
                    files=form.chosen(), as_of=typed["as_of"], on=request.today, by=request.actor
                )
            )
            return redirect("import_page", batch.pk)
    shown = {"form": form, "batches": with_tabs(batches(request.actor)[:SHOWN])}
    return render(request, "imports/list.html", shown, status=status_with(form))


@allow(duties.STAGE)
def import_page(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """While it is read, its progress; then what would go in and what would not."""
    batch_preview = preview(batch_id, request.actor)
    at_work = batch_preview.batch.state in AT_WORK
    page = None if batch_preview.batch.state not in SHOWING else _lines(request, batch_preview)
    shown = {
        "preview": batch_preview,
        "batch": batch_preview.batch,
        "at_work": at_work,
        "nobody_works": at_work and not somebody_works(),
        "step": _step(batch_preview.batch),
        "unread": batch_preview.batch.state in UNREAD,
        "may_merge": batch_preview.batch.state == BatchState.STAGED and batch_preview.goes_in,
        "may_submit": holds(request.actor, casework.SUBMIT),
        "may_drop": batch_preview.batch.state == BatchState.STAGED,
        "outcomes": _outcomes(batch_preview.counts),
        "households": _outcomes(batch_preview.counts)[0],
        "page": page,
        "asked": bool(columns_asked(batch_preview.batch)),
        "later": later_rows(batch_preview.batch, request.today),
        "may_mend": batch_preview.batch.back_parts.exists(),
    }
    return render(request, "imports/page.html", shown)


@allow(duties.CONFIRM, "POST")
@knows_the_batch
def import_merge(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Of the reading that the page showed: another is refused."""
    request_merge(
        batch_id=batch_id, reading=_reading_seen(request), on=request.today, by=request.actor
    )
    return redirect("import_page", batch_id)


@allow(duties.CHANGE_DAY, "GET", "POST")
@knows_the_batch
def import_day(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Correct the day of the whole table; what was uploaded is read again by it."""
    batch = batches(request.actor).get(pk=batch_id)
    later = later_rows(batch, request.today)
    form = DayForm(
        request.POST or None, initial={"as_of": later.latest if later else batch.reporting_day}
    )
    if request.method == "POST":
        with suppress(FormRefused):
            form.send(
                lambda typed: change_reporting_day(
                    batch_id=batch_id, on=request.today, by=request.actor, **typed
                )
            )
            messages.success(request, _("正在按改正的上报日重新读取这一批。"))
            return redirect("import_page", batch_id)
    shown = {"batch": batch, "form": form, "waits": batch.state == BatchState.STAGED}
    return render(request, "imports/day.html", shown, status=status_with(form))


@allow(duties.STOP, "POST")
@knows_the_batch
def import_stop(request: OfficerRequest, batch_id: int) -> HttpResponse:
    stop_merge(batch_id=batch_id, by=request.actor)
    messages.success(request, _("已停止，没有任何内容入库。需要时可以重新确认入库。"))
    return redirect("import_page", batch_id)


@allow(duties.DROP, "POST")
@knows_the_batch
def import_drop(request: OfficerRequest, batch_id: int) -> HttpResponse:
    drop_batch(batch_id=batch_id, by=request.actor)
    messages.success(request, _("已放弃这一批，其中的内容没有保留。"))
    return redirect("import_list")


@allow(duties.STAGE, "GET", "POST")
def import_report(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Every row with its verdict, reason and how to mend it. Posted where many are written in the
    background; asked for by address, such a report leads to its import.
    """
    batch = batches(request.actor).get(pk=batch_id)
    if not report_is_long(batch):
        lines = list(report_of(batch))
        tell("batch", batch.pk, {"rows": len(lines)}, action="registry.read_many")
        content = report_csv(lines)
        return download(content, _("导入报告-%(number)s.csv") % {"number": batch_id})
    if request.method != "POST":
        return redirect("import_page", batch_id)
    asked = {"batch_id": batch_id}
    begun = begin_job(long_row_report, asked, on=request.today, by=request.actor)
    return see_other("job_page", begun.pk)


@allow(duties.FETCH_BACK, "POST")
@knows_the_batch
def import_back(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Rows that go back, to be mended and sent again; posted, for it opens whole numbers. Many of them are
    written in the background.
    """
    if is_long(batches(request.actor).get(pk=batch_id)):
        asked = {"batch_id": batch_id}
        begun = begin_job(long_sheet_to_mend, asked, on=request.today, by=request.actor)
        return see_other("job_page", begun.pk)
    content = sheet_to_mend(batch_id=batch_id, by=request.actor)
    return download(content, _("退回的行-%(number)s.xlsx") % {"number": batch_id})


@allow(duties.STAGE)
def import_template(request: OfficerRequest) -> HttpResponse:
    return download(register_template(), str(_("困难职工档案模板.xlsx")))


@allow(registry.EXPORT, "POST")
def import_export(request: OfficerRequest) -> HttpResponse:
    """The register as it is today, in the form it came in; posted, for it opens every number. A long one
    goes on in the background.
    """
    if households(request.actor).order_by()[: AT_ONCE + 1].count() > AT_ONCE:
        asked = {"day": str(request.today)}
        begun = begin_job(export_long, asked, on=request.today, by=request.actor)
        return see_other("job_page", begun.pk)
    content = export_register(day=request.today, by=request.actor)
    return download(content, _("困难职工台账-%(day)s.xlsx") % {"day": request.today})


def _lines(request: OfficerRequest, shown: Preview) -> LinesPage:
    """A page of the chosen tab; that somebody looked at families is told."""
    say_unknown(request, "tab", {*shown.tabs}, _("分类"))
    tab = tab_to_open(shown.tabs, request.GET.get("tab", ""))
    after, before = row_id(request, "after"), row_id(request, "before")
    page = lines_page(shown.batch, tab, request.actor, after=after, before=before)
    if page.lines:
        tell("batch", shown.batch.pk, {"shown": len(page.lines)}, action="registry.read_many")
    return page


def _reading_seen(request: OfficerRequest) -> int:
    """Which reading the page showed; where it doesn't say so, one that no batch holds."""
    written = request.POST.get("reading", "")
    fits = written.isascii() and written.isdigit() and len(written) <= LONGEST_ID
    return int(written) if fits else NO_READING


def _day(today: date) -> dict[str, date]:
    return {"as_of": today}


def _step(batch: ImportBatch) -> Stage | None:
    return Stage(batch.step) if batch.step else None


def _outcomes(counts: Any) -> list[tuple[str, int, int, int]]:
    """Rows of the preview's table: what, new, changed, unchanged."""
    return [
        (
            label,
            counts.get(f"{kind}_new", 0),
            counts.get(f"{kind}_changed", 0),
            counts.get(f"{kind}_unchanged", 0),
        )
        for label, kind in ((_("职工家庭（户）"), "households"), (_("家庭成员（人）"), "members"))
    ]
