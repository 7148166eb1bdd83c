"""The report of every row: at once while it is short, in the background where it is not."""

from __future__ import annotations

import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.documents.row_report import report_csv
from bangfu.intake import jobs
from bangfu.intake.models import ImportBatch, StagedRow
from bangfu.intake.queries.batches import REPORTED_AT_ONCE, report_of
from bangfu.jobs.commands.run_job import run_job
from bangfu.jobs.models import Job
from bangfu.organisations.queries import today
from bangfu.scope.actors import acting, background
from makers.tables import worker

from .test_confirmed import appointed
from .test_preview_lines import staged

pytestmark = pytest.mark.usefixtures("static_as_is")


def test_more_rows_than_one_waits_for_are_reported_in_the_background(net):
    by = appointed(net, "filer", "东县建档员")
    batch_id = staged(by, [worker(1, 住房类型="别墅"), worker(2, 家庭人口="0")])
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id), "django.contrib.auth.backends.ModelBackend")
    address = f"/imports/{batch_id}/report.csv"
    short = client.post(address)
    assert short.content == client.get(address).content
    assert "别墅" in short.content.decode("utf-8-sig")
    with acting(by):
        batch = ImportBatch.objects.get(pk=batch_id)
    with acting(background()):
        rows = [
            StagedRow(
                batch_id=batch_id, union_id=batch.union_id, file_name="a.xlsx", sheet="职工档案",
                row_number=number, verdict="accept",
            )
            for number in range(10, 10 + REPORTED_AT_ONCE)
        ]  # fmt: skip
        StagedRow.objects.bulk_create(rows)
    assert client.get(address)["Location"] == f"/imports/{batch_id}/"
    begun = client.post(address)
    with acting(by):
        job = Job.objects.get()
        assert (begun.status_code, begun["Location"]) == (303, f"/jobs/{job.pk}/")
    run_job(job_id=job.pk, on=today(), by=background())
    with acting(by):
        job.refresh_from_db()
        assert (job.state, job.total) == ("done", REPORTED_AT_ONCE + 3)
        assert Entry.objects.filter(action="registry.read_many", subject=str(batch_id)).exists()
        whole = report_csv(report_of(ImportBatch.objects.get(pk=batch_id)))
    written = b"".join(client.get(f"/jobs/{job.pk}/result/").streaming_content)
    assert written == whole
    assert jobs.PART < REPORTED_AT_ONCE  # so that it came in several parts
