"""A job's progress, its end, and its file, for the one who asked alone."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from bangfu.acts.frame import tell
from bangfu.jobs import duties
from bangfu.jobs.commands.stop_job import stop_job
from bangfu.jobs.declaring import declared_jobs
from bangfu.jobs.enums import AT_WORK
from bangfu.jobs.models import Job
from bangfu.jobs.queries import jobs_of, result_of, somebody_works

from ..access import OfficerRequest, allow
from ..responses import TYPES, handed_out, see_other

SHOWN = 30


@allow(duties.READ)
def job_list(request: OfficerRequest) -> HttpResponse:
    rows = [(job, title_of(job)) for job in jobs_of(request.actor)[:SHOWN]]
    return render(request, "jobs/list.html", {"rows": rows})


@allow(duties.READ)
def job_page(request: OfficerRequest, job_id: int) -> HttpResponse:
    job = jobs_of(request.actor).get(pk=job_id)
    at_work = job.state in AT_WORK
    declared = declared_jobs().get(job.kind)
    told = reverse(declared.page, args=[job.pk]) if declared and declared.page else ""
    shown = {
        "job": job,
        "title": title_of(job),
        "at_work": at_work,
        "nobody_works": at_work and not somebody_works(),
        "told": told if job.outcome and not at_work else "",
        "gives_file": not told,
    }
    return render(request, "jobs/page.html", shown)


@allow(duties.STOP, "POST")
def job_stop(request: OfficerRequest, job_id: int) -> HttpResponse:
    stop_job(job_id=job_id, by=request.actor)
    return see_other("job_page", job_id)


@allow(duties.FETCH)
def job_result(request: OfficerRequest, job_id: int) -> StreamingHttpResponse:
    """Opened piece by piece while it is sent; the log has it before the first piece leaves."""
    job = jobs_of(request.actor).get(pk=job_id)
    pieces = result_of(job, request.actor)
    tell("job", job.pk)
    kind = TYPES[job.file_name.rpartition(".")[2]]
    answer = StreamingHttpResponse(pieces, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, job.file_name)
    answer["Cache-Control"] = "no-store"
    return handed_out(answer)


def title_of(job: Job) -> str:
    declared = declared_jobs().get(job.kind)
    return declared.title if declared else job.kind
