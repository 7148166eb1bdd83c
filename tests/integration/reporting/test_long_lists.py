"""A list too long to wait for leaves in the background, the same as it would have at once."""

from __future__ import annotations

import io
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from bangfu.audit.models import Entry
from bangfu.jobs.commands.run_job import run_job
from bangfu.jobs.models import Job
from bangfu.jobs.queries import result_of
from bangfu.organisations.queries import actor_named, today
from bangfu.reporting.choosing import FileFilters
from bangfu.reporting.file_export import file_list_workbook
from bangfu.scope.actors import acting, background

from .conftest import signed_in

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
    actor = actor_named("city-auditor", today())
    client = signed_in(actor)
    answer = client.post("/files/export/")
    with acting(actor):
        job = Job.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, f"/jobs/{job.pk}/")
        assert "11132" not in str(job.outcome)
    run_job(job_id=job.pk, on=today(), by=background())
    with acting(actor):
        job.refresh_from_db()
        assert (job.state, job.done, job.total) == ("done", 11_132, 11_132)
        whole, count = file_list_workbook(actor, today(), FileFilters())
        written = b"".join(result_of(job, actor))
    assert count == 11_132
    assert rows_of(written) == rows_of(whole)
    fetched = client.get(f"/jobs/{job.pk}/result/")
    assert b"".join(fetched.streaming_content) == written
    assert quote(f"档案清单-{today()}.xlsx") in fetched["Content-Disposition"]
    told = Entry.objects.filter(action="registry.export").get()
    assert (told.actor, told.detail) == (actor.name, {"files": 11_132})


def test_a_stopped_export_says_that_there_is_no_file():
    client = signed_in(actor_named("city-auditor", today()))
    job = client.post("/files/export/")["Location"]
    client.post(f"{job}stop/")
    page = client.get(job).content.decode()
    assert "没有生成文件" in page
    assert "已经办完的部分有效" not in page


def test_a_countys_list_leaves_at_once_under_the_name_that_the_background_gives():
    client = signed_in(actor_named("gz-filer", today()))
    left = client.post("/files/export/")
    assert len(rows_of(left.content)) == 2 + 2_013
    assert quote(f"档案清单-{today()}.xlsx") in left["Content-Disposition"]


@pytest.mark.parametrize(
    ("username", "page", "links"), [("gz-filer", "/files/", 2), ("admin", "/settings/", 0)]
)
def test_what_the_background_does_is_found_from_any_page(username: str, page: str, links: int):
    """Beside the menu of a desk and in that of a phone; not for who may ask it for nothing."""
    client = signed_in(actor_named(username, today()))
    assert client.get(page).content.decode().count('href="/jobs/"') == links
