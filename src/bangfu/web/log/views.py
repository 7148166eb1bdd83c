"""The log: who did and read what, as far as one's jurisdiction goes. Append-only."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from bangfu.acts.frame import tell
from bangfu.acts.roles import holds
from bangfu.documents.workbooks import SheetSpec, build_workbook
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.registry import duties as registry
from bangfu.registry.queries.identities import files_of_person
from bangfu.reporting import duties as reporting
from bangfu.reporting.file_names import log_name
from bangfu.reporting.jobs import export_log
from bangfu.reporting.log import count_entries, entries_for
from bangfu.reporting.log_export import PART, log_header, log_part

from ..access import OfficerRequest, allow
from ..cursors import row_id
from ..responses import SeeOther, download, see_other
from .forms import Filters, PersonForm

PAGE = 50
MOST_FILES = 20  # that a name is offered for


@allow(reporting.READ_LOG)
def log_list(request: OfficerRequest) -> HttpResponse:
    """Newest first; `after` is the id to go on below."""
    after = row_id(request, "after")
    form = Filters(request.GET, request.actor)
    wanted = form.wanted()
    page = entries_for(request.actor, wanted, below=int(after) if after else None, limit=PAGE)
    # Who sees no file is led to none.
    opens = holds(request.actor, registry.READ)
    shown = {
        "page": page,
        "form": form,
        "opens": opens,
        "find": PersonForm() if opens else None,
    }
    return render(request, "log/list.html", shown)


@allow(registry.FIND, "POST")
def log_find(request: OfficerRequest) -> HttpResponse:
    """The entries about a person, by name, file number or identity number: what was typed stays out of addresses."""
    form = PersonForm(request.POST)
    known = files_of_person(form.typed(), request.actor, MOST_FILES + 1)
    files = known[:MOST_FILES]
    tell("list", "files", {"files": len(files)})
    if len(files) == 1:
        return SeeOther(f"{resolve_url('log_list')}?{urlencode({'subject': files[0].file_no})}")
    if not files:
        messages.info(request, _("没有找到这个人的档案。请核对姓名、档案编号或证件号。"))
        return see_other("log_list")
    return render(request, "log/people.html", {"files": files, "more": len(known) > MOST_FILES})


@allow(reporting.READ_LOG, "POST")
def log_export(request: OfficerRequest) -> HttpResponse:
    """As narrowed on the page. Posted, for a reading of so much is an act; a long one goes on in the background."""
    wanted = Filters(request.GET, request.actor).wanted()
    if count_entries(request.actor, wanted, PART).more:
        told = {**asdict(wanted), "since": _iso(wanted.since), "until": _iso(wanted.until)}
        begun = begin_job(export_log, {"wanted": told}, on=request.today, by=request.actor)
        return see_other("job_page", begun.pk)
    lines, _after = log_part(request.actor, wanted)
    tell("log", "log", {"rows": len(lines)}, action="reporting.export_log")
    return download(build_workbook([SheetSpec(_("日志"), log_header(), lines)]), log_name())


def _iso(day: object) -> str:
    return str(day) if day else ""
