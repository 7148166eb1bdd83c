"""A list too long to wait for leaves in the background, the same as it would have at once."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.jobs.commands.run_job import run_job
from bangfu.jobs.models import Job
from bangfu.jobs.queries import result_of
from bangfu.organisations.queries import actor_named, today
from bangfu.reporting.choosing import Wanted
from bangfu.reporting.file_export import file_list_workbook
from bangfu.scope.actors import acting, background

pytestmark = pytest.mark.usefixtures("static_as_is", "demo_database")


def rows_of(data: bytes) -> list[list[object]]:
    """Without the empty cells at the end of a row."""
    sheet = load_workbook(io.BytesIO(data), read_only=True).active
    return [_trimmed(list(row)) for row in sheet.iter_rows(values_only=True)]


def _trimmed(cells: list[object]) -> list[object]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def test_the_citys_whole_list_is_the_same_list_written_piece_by_piece():
    client, actor = Client(), actor_named("city-auditor", today())
    user = User.objects.get(username="city-auditor")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    answer = client.post("/files/export/")
    with acting(actor):
        job = Job.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, f"/jobs/{job.pk}/")
        assert "11132" not in str(job.outcome)
    run_job(job_id=job.pk, on=today(), by=background())
    with acting(actor):
        job.refresh_from_db()
        assert (job.state, job.done, job.total) == ("done", 11_132, 11_132)
        whole, count = file_list_workbook(actor, today(), Wanted())
        written = b"".join(result_of(job, actor))
    assert count == 11_132
    assert rows_of(written) == rows_of(whole)
    fetched = client.get(f"/jobs/{job.pk}/result/")
    assert b"".join(fetched.streaming_content) == written
    told = Entry.objects.filter(action="registry.export").get()
    assert (told.actor, told.detail) == (actor.name, {"files": 11_132})


def test_a_countys_list_leaves_at_once():
    client = Client()
    user = User.objects.get(username="gz-filer")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert len(rows_of(client.post("/files/export/").content)) == 2 + 2_013
