"""The list of files, narrowed by what an office asks for, and the same list as a workbook."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from bangfu.acts.frame import tell
from bangfu.acts.roles import holds
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.organisations.queries import unions_in_scope
from bangfu.registry import duties as registry
from bangfu.reporting import duties as reporting
from bangfu.reporting.choosing import FileFilters
from bangfu.reporting.file_export import file_list_workbook
from bangfu.reporting.file_names import file_list_name
from bangfu.reporting.files import count_files, counted_file_page
from bangfu.reporting.jobs import export_files

from ..access import OfficerRequest, allow
from ..responses import download, see_other
from .finding import FindForm
from .forms import Filters

AT_ONCE = 5_000  # files that a request may wait for


@allow(registry.READ)
def file_list(request: OfficerRequest) -> HttpResponse:
    form = Filters(_with_union(request), request)
    wanted, day = form.wanted(), form.day(request)
    page, total, persons = counted_file_page(
        request.actor,
        day,
        wanted,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    tell("list", "files", {"shown": len(page.rows)}, action="registry.read_many")
    context = {
        "form": form,
        "page": page,
        "total": total,
        "persons": persons if wanted.on_day else None,
        "day": day,
        "narrowed": wanted != FileFilters(),
        "may_confirm_accounts": holds(request.actor, registry.CONFIRM_ACCOUNT),
        "wanted": wanted,
        "find": FindForm(initial={"text": wanted.text}),
    }
    return render(request, "files/list.html", context)


@allow(reporting.EXPORT_FILES, "POST")
def file_export(request: OfficerRequest) -> HttpResponse:
    """The list as filtered, whole; posted, for a reading of so much is an act. A long one goes on in
    the background.
    """
    form = Filters(_with_union(request), request)
    day = form.day(request)
    if count_files(request.actor, day, form.wanted(), AT_ONCE).more:
        asked = {"day": str(day), "wanted": asdict(form.wanted())}
        begun = begin_job(export_files, asked, on=request.today, by=request.actor)
        return see_other("job_page", begun.pk)
    content, count = file_list_workbook(request.actor, day, form.wanted())
    tell("list", "files", {"files": count}, action="registry.export")
    return download(content, file_list_name(day))


def _with_union(request: OfficerRequest) -> QueryDict:
    """Links from the figures name a union by its code."""
    asked = request.GET.copy()
    code = asked.get("union_code", "")
    if code and not asked.get("union"):
        union = unions_in_scope(request.actor).filter(code=code).first()
        asked["union"] = str(union.pk) if union else code
    return asked
