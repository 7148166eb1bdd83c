"""What `check work` tells is about this very task, batch or request, whatever became of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from bangfu.casework.jobs import move_many
from bangfu.intake.commands.stage_register import stage_register
from bangfu.jobs.commands.begin_job import begin_job
from bangfu.operations.checking.work import check_work
from bangfu.operations.datafolder import DataFolder
from bangfu.organisations.queries import actor_named, today
from bangfu.scope.actors import acting, operator
from harness import by_the_owner
from makers.tables import OCTOBER, Net, files, worker

TASK = "bangfu.intake.tasks.read_batch"
AGES = {
    "intake_importbatch": "update intake_importbatch set created_at = created_at - interval '1 hour'",
    "jobs_job": "update jobs_job set asked_at = asked_at - interval '1 hour'",
}
LEAVES = "delete from procrastinate_jobs where args -> %s = to_jsonb(%s::bigint) returning id"


def queued(status: str, *, task: str = TASK, batch: int = 1) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name, status, args)"
            " values (%s, 'default', %s, jsonb_build_object('batch_id', %s::int)) returning id",
            [task, status, batch],
        )
        return cursor.fetchone()[0]


def leaves_the_queue(argument: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LEAVES, [argument, number])
        assert len(cursor.fetchall()) == 1


def told(folder: Path) -> list[str]:
    with acting(operator()):
        return check_work(DataFolder(folder))


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.parametrize(
    ("since", "good"),
    [
        ({}, True),
        ({"batch": 2}, False),
        ({"task": "bangfu.intake.tasks.merge_batch"}, False),
    ],
    ids=["the same", "another batch", "another task"],
)
def test_a_failed_task_is_made_good_by_the_same_done_since(since, good, tmp_path):
    queued("succeeded")
    failed = queued("failed")
    queued("succeeded", **since)
    said = told(tmp_path)
    assert (said == []) is good
    assert good or f"第 {failed} 号" in said[0]


def test_a_batch_whose_own_task_is_lost_is_told(fresh_database, tmp_path):
    net = Net()
    lost, waits = (
        stage_register(files=files([worker(one)], ()), as_of=OCTOBER, on=today(), by=net.machine).pk
        for one in (1, 2)
    )
    by_the_owner("intake_importbatch", AGES["intake_importbatch"])
    leaves_the_queue("batch_id", lost)
    (line,) = told(tmp_path)
    assert f"批次第 {lost} 号" in line
    assert waits != lost


def test_a_request_whose_own_task_is_lost_is_told(demo_database, tmp_path):
    filer = actor_named("gz-filer", today())
    with acting(filer):
        lost, _waits = (begin_job(move_many, {}, on=today(), by=filer).pk for _ in range(2))
    by_the_owner("jobs_job", AGES["jobs_job"])
    leaves_the_queue("job_id", lost)
    (line,) = told(tmp_path)
    assert f"用户提出的任务第 {lost} 号" in line
