"""Jobs that waited while the program was renewed: a queue keeps the names tasks had when asked for."""

import time

import pytest
from django.conf import settings
from django.db import connection

from bangfu.intake.commands.request_merge import request_merge
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.enums import BatchState
from bangfu.organisations.queries import today
from harness import SERVER
from makers.tables import OCTOBER, Net, files, worker
from worker import background_worker

from .test_confirmed import appointed, batch_now

OLD_NAMES = """
update procrastinate_jobs set task_name = case task_name
  when 'bangfu.intake.tasks.read_batch' then 'bangfu.registry.tasks.read_batch'
  when 'bangfu.intake.tasks.merge_batch' then 'bangfu.eligibility.tasks.merge_batch'
  else task_name end
returning task_name
"""
LONGEST = 60  # seconds that a busy machine may take


@pytest.fixture
def net(fresh_database) -> Net:
    return Net()


def renamed() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(OLD_NAMES)
        return {name for (name,) in cursor.fetchall()}


def comes_to(batch_id: int, state: BatchState) -> bool:
    until = time.monotonic() + LONGEST
    while batch_now(batch_id).state != state and time.monotonic() < until:
        time.sleep(0.1)
    return batch_now(batch_id).state == state


def test_reading_and_merging_that_waited_under_their_old_names_are_done(net):
    filer = appointed(net, "filer", "甲经办")
    batch = stage_register(files=files([worker(1)]), as_of=OCTOBER, on=today(), by=filer)
    assert renamed() == {"bangfu.registry.tasks.read_batch"}
    with background_worker(SERVER.urls(settings.DATABASES["default"]["NAME"])[1]):
        assert comes_to(batch.pk, BatchState.STAGED)
    request_merge(batch_id=batch.pk, reading=1, on=today(), by=filer)
    assert "bangfu.eligibility.tasks.merge_batch" in renamed()
    with background_worker(SERVER.urls(settings.DATABASES["default"]["NAME"])[1]):
        assert comes_to(batch.pk, BatchState.MERGED)
