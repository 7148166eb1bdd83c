"""Work that nobody does any more is taken up again, or given up in sight: for every kind, not for one."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from psycopg.errors import AdminShutdown, QueryCanceled, StatementTooComplex

from bangfu.eligibility.commands.request_assessment import reassess_what_waits
from bangfu.intake.commands.at_work import leaving_work_on
from bangfu.intake.commands.change_reporting_day import change_reporting_day
from bangfu.intake.commands.close_stuck import close_stuck
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import FIRST_READING, read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.enums import BatchState
from bangfu.intake.models import ImportBatch, StagedPart, StagedRow, Upload
from bangfu.jobs.retrying import MOST_TRIES, UNTIL_IT_IS_BACK
from bangfu.jobs.tasks import forget_long_ended, put_back_stalled
from bangfu.operations.checking.work import check_work
from bangfu.operations.datafolder import DataFolder
from bangfu.organisations.queries import today
from bangfu.scope.actors import acting, background, operator
from beside import beside
from harness import SERVER, by_the_owner
from makers.tables import OCTOBER, Net, files, worker

DEAD = """
with w as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id)
insert into procrastinate_jobs (task_name, queue_name, status, worker_id, attempts, args)
select %s, 'default', 'doing', id, %s, '{"batch_id": 0}' from w returning id
"""


def by_the_worker(act: Callable[[JobManager], Awaitable[None]]) -> None:
    """Done with a queue of its own, by the very role that the worker runs as."""
    conninfo = SERVER.urls(settings.DATABASES["default"]["NAME"])[1]

    async def once() -> None:
        own = App(connector=PsycopgConnector(conninfo=conninfo))
        async with own.open_async():
            await act(own.job_manager)

    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, once()).result()


@pytest.fixture
def net(fresh_database) -> Net:
    return Net()


def staged(net: Net, *, by_queue: bool, read: bool = True) -> int:
    batch = stage_register(
        files=files([worker(1)], ()), as_of=OCTOBER, on=today(), by=net.machine, background=by_queue
    )
    if read:
        read_batch(batch_id=batch.pk, by=background())
    ago = "update intake_importbatch set created_at = created_at - interval '1 hour' where id = %s"
    by_the_owner("intake_importbatch", ago, batch.pk)
    return batch.pk


def batch_of(number: int) -> tuple[str, str]:
    with acting(operator()):
        batch = ImportBatch.objects.get(pk=number)
        return batch.state, batch.failure


def kept(number: int) -> int:
    with acting(operator()):
        return sum(
            model.objects.filter(batch_id=number).count()
            for model in (Upload, StagedRow, StagedPart)
        )


def queue_forgets() -> None:
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'failed' where status = 'todo'")


def findings(folder: DataFolder) -> list[str]:
    with acting(operator()):
        return check_work(folder)


def test_every_task_is_tried_again_until_the_database_is_back():
    ours = {name: task for name, task in app.tasks.items() if name.startswith("bangfu.")}
    periodic = {each.task.name for each in app.periodic_registry.periodic_tasks.values()}
    assert len(ours) > len(periodic) > 4
    for name, task in ours.items():
        if task.name in periodic:
            continue  # it comes again by itself
        job = Job(id=1, queue="x", lock=None, queueing_lock=None, task_name=name, attempts=1_000)
        assert task.retry_strategy is not None, name
        for away in (OperationalError(), InterfaceError()):
            assert task.retry_strategy.get_retry_decision(exception=away, job=job), name
        assert task.retry_strategy.get_retry_decision(exception=ValueError(), job=job) is None


@pytest.mark.parametrize("at_fault", [QueryCanceled, StatementTooComplex])
def test_what_the_task_itself_asked_too_much_of_is_not_tried_again(at_fault):
    """Its lane would wait for it for ever."""
    job = Job(id=1, queue="x", lock=None, queueing_lock=None, task_name="x", attempts=0)
    raised = OperationalError()
    raised.__cause__ = at_fault()
    assert UNTIL_IT_IS_BACK.get_retry_decision(exception=raised, job=job) is None
    raised.__cause__ = AdminShutdown()
    assert UNTIL_IT_IS_BACK.get_retry_decision(exception=raised, job=job)


@pytest.mark.usefixtures("fresh_database")
def test_what_ended_a_month_ago_leaves_the_queue_and_nothing_else():
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name, status) values ('a', 'x', 'todo'),"
            " ('a', 'x', 'succeeded'), ('a', 'x', 'failed'), ('b', 'x', 'succeeded'), ('b', 'x', 'failed')"
        )
        cursor.execute(
            "insert into procrastinate_events (job_id, type, at) select id, status::text::"
            "procrastinate_job_event_type, now() - case task_name when 'a' then interval '31 days'"
            " else interval '29 days' end from procrastinate_jobs where status <> 'todo'"
        )
    by_the_worker(forget_long_ended)
    with connection.cursor() as cursor:
        cursor.execute("select task_name, status::text from procrastinate_jobs order by id")
        assert cursor.fetchall() == [("a", "todo"), ("b", "succeeded"), ("b", "failed")]


@pytest.mark.usefixtures("fresh_database")
def test_a_job_whose_worker_dies_again_and_again_is_given_up(tmp_path):
    with connection.cursor() as cursor:
        numbers = []
        for tried in (MOST_TRIES - 1, MOST_TRIES):
            cursor.execute(DEAD, ["bangfu.intake.tasks.read_batch", tried])
            numbers.append(cursor.fetchone()[0])
    assert len([line for line in findings(DataFolder(tmp_path)) if "办到一半中断" in line]) == 2
    by_the_worker(put_back_stalled)
    states = dict(ProcrastinateJob.objects.values_list("id", "status"))
    assert [states[number] for number in numbers] == ["todo", "failed"]
    (told,) = findings(DataFolder(tmp_path))
    assert f"第 {numbers[1]} 号" in told
    assert "没有完成" in told


def test_a_batch_that_no_job_holds_is_closed_in_words(net, tmp_path):
    unread, read = (staged(net, by_queue=True, read=one) for one in (False, True))
    assert close_stuck(by=background()) == 0, "its job waits"
    queue_forgets()
    assert any(f"批次第 {unread} 号" in line for line in findings(DataFolder(tmp_path)))
    assert close_stuck(by=background()) == 1
    state, why = batch_of(unread)
    assert (state, kept(unread)) == (BatchState.FAILED, 0)
    assert "请重新上传" in why
    assert batch_of(read)[0] == BatchState.STAGED, "an officer looks at it: nothing is stuck"
    assert not any("批次第" in line for line in findings(DataFolder(tmp_path)))


def test_a_batch_whose_job_may_be_on_its_way_is_left(net):
    stage_register(files=files([worker(1)], ()), as_of=OCTOBER, on=today(), by=net.machine)
    queue_forgets()
    assert close_stuck(by=background()) == 0


def test_a_merge_that_no_job_holds_waits_for_its_officer_again(net):
    number = staged(net, by_queue=True)
    queue_forgets()
    with acting(operator()):
        ImportBatch.objects.filter(pk=number).update(
            state=BatchState.MERGING, confirmed_at=timezone.now() - timedelta(hours=1)
        )
    assert close_stuck(by=background()) == 1
    state, why = batch_of(number)
    assert state == BatchState.STAGED
    assert "请再确认一次" in why


def test_the_batch_of_a_killed_command_is_cleared_and_that_of_a_living_one_is_not(net, tmp_path):
    number = staged(net, by_queue=False)
    with leaving_work_on(number):
        thread, ended = beside(lambda: close_stuck(by=background()))
        thread.join()
        assert ended == [0]
        assert findings(DataFolder(tmp_path)) == []
    assert any("停在“待确认”" in line for line in findings(DataFolder(tmp_path)))
    assert close_stuck(by=background()) == 1
    assert (batch_of(number)[0], kept(number)) == (BatchState.FAILED, 0)


def test_a_batch_that_a_command_has_just_made_is_nobodys_to_close(net, tmp_path):
    """Another import begins by closing what is left, and comes between two steps of this one."""
    number = staged(net, by_queue=False, read=False)
    thread, ended = beside(lambda: net.take_in([worker(2)]))
    thread.join()
    assert ended[0].counts["households_new"] == 1
    assert batch_of(number) == (BatchState.WAITING, "")
    assert not any("批次第" in line for line in findings(DataFolder(tmp_path)))
    with leaving_work_on(number):
        read_batch(batch_id=number, by=background())
        merged = merge_register(batch_id=number, by=net.machine, reading=FIRST_READING)
    assert merged.state == BatchState.MERGED


def test_what_a_command_read_and_a_page_then_asked_for_is_at_work(net):
    """The command ended without merging; somebody corrected its reporting day."""
    number = staged(net, by_queue=False)
    earlier = OCTOBER - timedelta(days=1)
    change_reporting_day(batch_id=number, as_of=earlier, on=today(), by=net.machine)
    assert close_stuck(by=background()) == 0, "its job waits"
    queue_forgets()
    assert close_stuck(by=background()) == 1


def test_whoever_waits_to_be_decided_anew_is_asked_for(net, tmp_path):
    net.take_in([worker(1)])
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    reassess_what_waits(by=background())
    reassess_what_waits(by=background())
    waiting = ProcrastinateJob.objects.filter(task_name="bangfu.eligibility.tasks.reassess")
    assert waiting.count() == 1
    assert findings(DataFolder(tmp_path)) == []
    queue_forgets()
    assert any("户待重算" in line for line in findings(DataFolder(tmp_path)))


@pytest.mark.usefixtures("fresh_database")
def test_what_killed_commands_left_behind_is_told(tmp_path):
    folder = DataFolder(tmp_path)
    assert findings(folder) == []
    (tmp_path / "backups").mkdir()
    for pid in (os.getpid(), 4_194_300):  # more than Linux gives
        (tmp_path / "backups" / f".before-restore-1.dump.{pid}").touch()
    name = settings.DATABASES["default"]["NAME"]
    SERVER.create_database(f"{name}_restoring")
    try:
        told = findings(folder)
    finally:
        SERVER.drop_database(f"{name}_restoring")
    assert len(told) == 2
    assert "_restoring" in told[0]
    assert "4194300" in told[1]
