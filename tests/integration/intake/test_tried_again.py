"""What ends an import that is nobody's fault: the database goes away, or another county was first."""

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from procrastinate.jobs import Job

from bangfu.intake import tasks
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.enums import BatchState, Stage
from bangfu.intake.errors import NumberJustTaken
from bangfu.intake.models import StagedRow
from bangfu.organisations.queries import today
from bangfu.registry.models import Household
from bangfu.scope.actors import acting, background
from harness import SERVER
from makers.tables import OCTOBER, Net, files, worker

from .test_confirmed import batch_now, staged
from .test_faults import start

WESTERN = {"所属工会": "西县纺织厂工会", "行政区划代码": "449902", "县市区": "西县"}
LONGEST = 60  # seconds that a busy machine may take
#: In this database alone.
WAITS = """
select count(*) from pg_stat_activity
where datname = current_database() and wait_event_type = 'Lock'
"""


@pytest.fixture
def net(fresh_database) -> Net:
    return Net()


@pytest.fixture
def elsewhere(net):
    with psycopg.connect(
        SERVER.urls(settings.DATABASES["default"]["NAME"])[1], autocommit=True
    ) as other:
        yield other


def test_reading_is_tried_again_when_the_database_went_away(net, elsewhere):
    batch = stage_register(
        files=files([worker(1)]), as_of=OCTOBER, on=today(), by=net.machine, background=False
    )

    def goes_away(step, done, total):
        if step == Stage.ROWS and done == 0:
            backend = connection.connection.info.backend_pid
            elsewhere.execute("select pg_terminate_backend(%s, 5000)", [backend])

    with pytest.raises((OperationalError, InterfaceError)) as ended:
        read_batch(batch_id=batch.pk, by=background(), report=goes_away)
    assert batch_now(batch.pk).state == BatchState.READING
    job = Job(lock=None, queueing_lock=None, task_name=tasks.read_batch.name, queue="small", id=1)
    again = tasks.read_batch.retry_strategy.get_retry_decision(exception=ended.value, job=job)
    assert again is not None
    tasks.read_batch(batch_id=batch.pk)
    assert batch_now(batch.pk).state == BatchState.STAGED
    with acting(net.machine):
        assert StagedRow.objects.filter(batch=batch, verdict="accept").count() == 1


def test_of_two_counties_with_one_new_number_the_second_is_told(net, elsewhere):
    number = worker(1)["档案编号"]
    first = staged(net.east, [worker(1), worker(2)])
    second = staged(net.west, [worker(3, 档案编号=number, **WESTERN), worker(4, **WESTERN)])
    with start(first, 2) as process, ThreadPoolExecutor(1) as aside:
        assert process.stdout is not None
        assert any(line.split()[1] == "2" for line in process.stdout)  # written, not committed
        merging = aside.submit(in_a_connection_of_its_own, second, net)
        until = time.monotonic() + LONGEST
        while not elsewhere.execute(WAITS).fetchone()[0] and time.monotonic() < until:
            time.sleep(0.05)
        process.communicate("\n")
        with pytest.raises(NumberJustTaken):
            merging.result()
    assert batch_now(second).state == BatchState.STAGED
    merged = merge_register(batch_id=second, by=net.west)
    assert (merged.counts["households_new"], merged.counts["reject"]) == (1, 1)
    with acting(net.machine):
        (back,) = StagedRow.objects.filter(batch_id=second, verdict="reject")
        assert [remark["code"] for remark in back.remarks] == ["file-no-taken"]
        assert Household.objects.count() == 3


def in_a_connection_of_its_own(batch_id, net):
    try:
        return merge_register(batch_id=batch_id, by=net.west)
    finally:
        connection.close()
