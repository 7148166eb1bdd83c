"""A county's hundred rows do not wait behind a city's import: neither in the queue nor at a lock."""

from __future__ import annotations

import time

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection

from bangfu.intake.commands.lanes import (
    MERGING,
    SMALL_MERGE,
    SMALL_UPLOAD,
    lane_of_merge,
    lane_of_upload,
)
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.request_merge import request_merge
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.enums import BatchState
from bangfu.jobs.enums import Lane
from bangfu.organisations.models import Union
from bangfu.organisations.queries import today
from harness import SERVER
from makers.tables import OCTOBER, Net, files, worker
from worker import background_worker

from .test_confirmed import appointed, batch_now, staged

LONGEST = 60  # seconds that a busy machine may take
A_LARGE_ONE_AT_WORK = """
insert into procrastinate_workers (last_heartbeat) values (now());
insert into procrastinate_jobs (task_name, queue_name, lock, status, worker_id, attempts)
  select 'bangfu.intake.tasks.merge_batch', 'large', 'importing:large', 'doing', max(id), 1
  from procrastinate_workers;
"""


@pytest.fixture
def net(fresh_database) -> Net:
    return Net()


@pytest.fixture
def elsewhere(net):
    """A connection of its own, as an import that is at work has."""
    url = SERVER.urls(settings.DATABASES["default"]["NAME"])[1]
    with psycopg.connect(url) as other:
        yield other


def holds(other: psycopg.Connection, code: str) -> None:
    county = Union.objects.get(code=code).pk
    other.execute("select pg_advisory_xact_lock(%s, %s)", [MERGING, county])


def comes_to(batch_id: int, state: BatchState) -> bool:
    until = time.monotonic() + LONGEST
    while batch_now(batch_id).state != state and time.monotonic() < until:
        time.sleep(0.1)
    return batch_now(batch_id).state == state


def test_what_is_small_has_a_lane_of_its_own():
    assert [lane_of_upload(size) for size in (SMALL_UPLOAD, SMALL_UPLOAD + 1)] == [*Lane]
    assert [lane_of_merge({"rows": rows}) for rows in (SMALL_MERGE, SMALL_MERGE + 1)] == [*Lane]


def test_a_small_import_is_read_and_merged_while_a_large_one_is_at_work(net, elsewhere):
    filer = appointed(net, "filer", "甲经办")
    with connection.cursor() as cursor:
        cursor.execute(A_LARGE_ONE_AT_WORK)
    holds(elsewhere, "W")  # its transaction is open, and will be for minutes
    batch = stage_register(files=files([worker(1)]), as_of=OCTOBER, on=today(), by=filer)
    with background_worker(SERVER.urls(settings.DATABASES["default"]["NAME"])[1], "small"):
        assert comes_to(batch.pk, BatchState.STAGED)
        request_merge(batch_id=batch.pk, reading=1, on=today(), by=filer)
        assert comes_to(batch.pk, BatchState.MERGED)


def test_an_import_whose_county_is_busy_lets_the_next_small_one_go_first(net, elsewhere):
    """One worker serves them, so the first must not wait inside it."""
    east, west = appointed(net, "filer", "甲经办"), appointed(net, "other", "乙经办", "W")
    western = {"所属工会": "西县纺织厂工会", "行政区划代码": "449902", "县市区": "西县"}
    blocked, free = staged(west, [worker(1, **western)]), staged(east, [worker(2)])
    holds(elsewhere, "W")
    request_merge(batch_id=blocked, reading=1, on=today(), by=west)
    request_merge(batch_id=free, reading=1, on=today(), by=east)
    with background_worker(SERVER.urls(settings.DATABASES["default"]["NAME"])[1], "small"):
        assert comes_to(free, BatchState.MERGED)
        assert batch_now(blocked).state == BatchState.MERGING
        elsewhere.rollback()
        assert comes_to(blocked, BatchState.MERGED)


def test_imports_that_share_a_county_wait_for_each_other(net, elsewhere):
    batch = staged(net.machine, [worker(1)])
    holds(elsewhere, "E")
    with connection.cursor() as cursor:
        cursor.execute("set lock_timeout = '300ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            merge_register(batch_id=batch, by=net.machine)
        cursor.execute("reset lock_timeout")
    elsewhere.rollback()
    assert merge_register(batch_id=batch, by=net.machine).state == BatchState.MERGED
