"""A register that is too long for a request leaves in the background, as the same rows."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.documents.spreadsheets import read_workbook
from bangfu.jobs.commands.run_job import run_job
from bangfu.jobs.models import Job
from bangfu.jobs.queries import result_of
from bangfu.organisations.models import Appointment, Union
from bangfu.organisations.queries import actor_named, today
from bangfu.registry.commands.export_register import export_register
from bangfu.scope.actors import Actor, acting, background
from bangfu.scope.enums import Role

pytestmark = pytest.mark.usefixtures("static_as_is", "demo_database")


def exported(username: str) -> tuple[Actor, Client, str]:
    client, actor = Client(), actor_named(username, today())
    client.force_login(
        User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend"
    )
    answer = client.post("/imports/export/")
    return actor, client, answer.get("Location", "")


def sheets_of(content: bytes) -> dict[str, list[list[object]]]:
    book = read_workbook(content, "register.xlsx")
    return {
        sheet.name: [[cell.value for cell in row] for row in sheet.rows] for sheet in book.sheets
    }


@pytest.fixture
def city_filer() -> str:
    """The demo has none; a county's register leaves at once."""
    user = User.objects.create(username="city-filer", name="市建档员")
    city = Union.objects.get(code="44090000000")
    Appointment.objects.create(user=user, union=city, role=Role.FILER, since=date(2010, 1, 1))
    return user.username


def test_a_citys_register_leaves_in_the_background_as_the_same_rows(city_filer):
    actor, client, there = exported(city_filer)
    with acting(actor):
        job = Job.objects.get()
        assert there == f"/jobs/{job.pk}/"
    run_job(job_id=job.pk, on=today(), by=background())
    with acting(actor):
        job.refresh_from_db()
        written = b"".join(result_of(job, actor))
        assert (job.state, job.total) == ("done", 11_132)
        (told,) = Entry.objects.filter(action="registry.export")
        assert (told.actor, told.detail["households"]) == (actor.name, 11_132)
        opened = Entry.objects.filter(action="vault.read_many", detail__purpose="export")
        parts = [entry.detail["count"] for entry in opened]
    assert len(parts) == 12  # of workers and of members, 2,000 files each
    assert b"".join(client.get(f"/jobs/{job.pk}/result/").streaming_content) == written
    assert sheets_of(written) == sheets_of(export_register(day=today(), by=actor))


def test_a_countys_register_leaves_at_once():
    _actor, _client, there = exported("gz-filer")
    assert there == ""
    with acting(background()):
        assert not Job.objects.exists()
