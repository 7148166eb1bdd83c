"""Columns of an office's own tables: asked about once, remembered, changed."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bangfu.intake import duties
from bangfu.intake.commands.change_column import change_column
from bangfu.intake.commands.explain_columns import explain_columns
from bangfu.intake.queries.batches import batches
from bangfu.intake.queries.columns import columns_asked, meaning_told, meanings_told

from ..access import OfficerRequest, allow
from ..forms_base import FormRefused, status_with
from .forms import ColumnForm, ColumnsForm


@allow(duties.EXPLAIN_COLUMNS, "GET", "POST")
def import_columns(request: OfficerRequest, batch_id: int) -> HttpResponse:
    """Each column that was not understood, with what it may mean."""
    batch = batches(request.actor).get(pk=batch_id)
    form = ColumnsForm(request.POST or None, asked=columns_asked(batch))
    if request.method == "POST":
        with suppress(FormRefused):
            again = form.send(
                lambda _typed: explain_columns(
                    batch_id=batch_id, told=form.told(), by=request.actor
                )
            )
            read_again = _("已记住，正在按说明重新读取这一批。")
            send_again = _("已记住。请重新上传这个文件，将按说明读取。")
            messages.success(request, read_again if again else send_again)
            return redirect("import_page", batch_id)
    shown = {"batch": batch, "form": form}
    return render(request, "imports/columns.html", shown, status=status_with(form))


@allow(duties.EXPLAIN_COLUMNS)
def import_meanings(request: OfficerRequest) -> HttpResponse:
    """What is remembered, each with what it may be changed to."""
    told = [
        (remembered, ColumnForm(told=remembered)) for remembered in meanings_told(request.actor)
    ]
    return render(request, "imports/meanings.html", {"told": told})


@allow(duties.EXPLAIN_COLUMNS, "POST")
def import_meaning_change(request: OfficerRequest, meaning_id: int) -> HttpResponse:
    form = ColumnForm(request.POST, told=meaning_told(meaning_id, request.actor))
    try:
        form.send(
            lambda typed: change_column(
                meaning_id=meaning_id, meaning=typed["meaning"], by=request.actor
            )
        )
    except FormRefused as refused:  # no choice of the list
        raise BadRequest("no such meaning") from refused
    messages.success(request, _("已改。以后上传的表格按新的意思读取，已经入库的不变。"))
    return redirect("import_meanings")
