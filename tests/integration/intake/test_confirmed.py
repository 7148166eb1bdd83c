"""确认入库 in the background: in the confirmer's name, seen from outside, stopped, killed, told."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.test import Client

from bangfu.accounts.commands.create_user import create_user
from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.intake.commands.drop_batch import drop_batch
from bangfu.intake.commands.merge_confirmed import merge_confirmed
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.request_merge import request_merge
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.commands.stop_merge import stop_merge
from bangfu.intake.enums import BatchState, Stage
from bangfu.intake.errors import AlreadyMerged, BeingMerged, ConfirmerGone
from bangfu.intake.models import ImportBatch, StagedPart
from bangfu.intake.tasks import merge_batch
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.queries import actor_for, today
from bangfu.registry.models import Household, HouseholdFacts
from bangfu.scope.actors import acting, background
from bangfu.scope.enums import Role
from makers.tables import OCTOBER, Net, files, worker

from .test_faults import rows_of, start

JOBS = "select args::text from procrastinate_jobs where task_name like '%%merge_batch'"


@pytest.fixture
def net(fresh_database) -> Net:
    return Net()


@pytest.fixture
def filer(net):
    return appointed(net, "filer", "甲经办")


def appointed(net, username, name, code="E"):
    create_user(
        username=username, name=name, password="a-long-made-word-7", by=net.machine, one_time=False
    )
    since = date(2010, 1, 1)
    held = appoint_officer(
        username=username, union_code=code, role=Role.FILER, since=since, on=since, by=net.machine
    )
    return actor_for(held)


def staged(by, rows) -> int:
    batch = stage_register(files=files(rows), as_of=OCTOBER, on=today(), by=by, background=False)
    read_batch(batch_id=batch.pk, by=background())
    return batch.pk


def batch_now(batch_id) -> ImportBatch:
    with acting(background()):
        return ImportBatch.objects.get(pk=batch_id)


def aside(act):
    """In a connection of its own, as a page's request would."""

    def closing():
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(closing).result()


def test_confirmed_once_and_merged_in_the_confirmers_name(net, filer):
    batch_id = staged(net.east, [worker(1), worker(2)])
    for _ in range(2):  # a second click
        request_merge(batch_id=batch_id, reading=1, on=today(), by=filer)
    with connection.cursor() as cursor:
        cursor.execute(JOBS)
        assert [json.loads(args) for (args,) in cursor.fetchall()] == [{"batch_id": batch_id}]
    assert batch_now(batch_id).state == BatchState.MERGING
    for _ in range(2):  # a job may run twice
        merge_batch(batch_id=batch_id)
    assert batch_now(batch_id).state == BatchState.MERGED
    assert rows_of(net) == [2, 2, 2, 2, 2]
    acts = Entry.objects.filter(subject_kind="batch", actor="甲经办").values_list(
        "action", flat=True
    )
    assert sorted(acts) == ["registry.confirm", "registry.merge"]
    with acting(net.machine):
        assert {one.recorded_by for one in HouseholdFacts.objects.all()} == {"甲经办"}


def test_progress_is_seen_while_the_merge_is_still_open(net, filer):
    batch_id = staged(net.east, [worker(1), worker(2)])
    request_merge(batch_id=batch_id, reading=1, on=today(), by=filer)
    seen = []

    def look(step, done, total):
        if (step, done) == (Stage.MERGING, 2):
            aside(lambda: seen.append((batch_now(batch_id), rows_of(net)[0])))

    merge_confirmed(batch_id=batch_id, on=today(), by=background(), report=look)
    ((batch, households),) = seen
    assert (batch.state, batch.step, batch.progress_total) == (BatchState.MERGING, Stage.MERGING, 2)
    assert households == 0


def test_stopped_in_the_middle_nothing_stands_and_it_can_be_confirmed_again(net, filer):
    batch_id = staged(net.east, [worker(1)])
    request_merge(batch_id=batch_id, reading=1, on=today(), by=filer)

    def stop(step, done, total):
        if (step, done) == (Stage.MERGING, 0):
            aside(lambda: stop_merge(batch_id=batch_id, by=filer))

    merge_confirmed(batch_id=batch_id, on=today(), by=background(), report=stop)
    assert (batch_now(batch_id).state, rows_of(net)) == (BatchState.STAGED, [0, 0, 0, 0, 0])
    request_merge(batch_id=batch_id, reading=1, on=today(), by=filer)
    merge_batch(batch_id=batch_id)
    assert rows_of(net) == [1, 1, 1, 1, 1]
    with pytest.raises(AlreadyMerged):
        stop_merge(batch_id=batch_id, by=filer)


def test_stopped_when_all_is_written_nothing_stands(net, filer):
    """Between the last part and the end: whoever stopped it was told that it is stopped."""
    batch_id = staged(net.east, [worker(1)])
    request_merge(batch_id=batch_id, reading=1, on=today(), by=filer)

    def stop(step, done, total):
        if (step, done) == (Stage.MERGING, total):
            aside(lambda: stop_merge(batch_id=batch_id, by=filer))

    merge_confirmed(batch_id=batch_id, on=today(), by=background(), report=stop)
    assert (batch_now(batch_id).state, rows_of(net)) == (BatchState.STAGED, [0, 0, 0, 0, 0])


def test_another_confirmation_in_between_is_another_merge(net, filer):
    """The first must not go on under the second: another officer may reach less."""
    batch_id = staged(net.east, [worker(1)])
    other = appointed(net, "other", "乙经办")
    request_merge(batch_id=batch_id, reading=1, on=today(), by=filer)

    def again(step, done, total):
        if (step, done) == (Stage.MERGING, 0):
            aside(lambda: stop_merge(batch_id=batch_id, by=other))
            aside(lambda: request_merge(batch_id=batch_id, reading=1, on=today(), by=other))

    merge_confirmed(batch_id=batch_id, on=today(), by=background(), report=again)
    assert (batch_now(batch_id).state, rows_of(net)[0]) == (BatchState.MERGING, 0)
    merge_batch(batch_id=batch_id)
    assert batch_now(batch_id).outline["merged_by"] == "乙经办"


def test_a_confirmer_who_is_gone_is_told_on_the_batch(net, filer):
    batch_id = staged(net.east, [worker(1)])
    request_merge(batch_id=batch_id, reading=1, on=today(), by=filer)
    User.objects.filter(pk=filer.user_id).update(is_active=False)
    with pytest.raises(ConfirmerGone):
        merge_confirmed(batch_id=batch_id, on=today(), by=background())
    batch = batch_now(batch_id)
    assert (batch.state, rows_of(net)[0]) == (BatchState.STAGED, 0)
    assert "请由现任经办人重新确认入库" in batch.failure


def test_what_breaks_in_the_program_is_told_and_the_batch_waits_again(net, filer):
    batch_id = staged(net.east, [worker(1)])
    request_merge(batch_id=batch_id, reading=1, on=today(), by=filer)
    with acting(net.machine):
        StagedPart.objects.update(sealed=b"\x00" * 40)
    merge_batch(batch_id=batch_id)
    batch = batch_now(batch_id)
    assert (batch.state, rows_of(net)[0]) == (BatchState.STAGED, 0)
    assert batch.failure
    with acting(net.machine):
        told = Entry.objects.get(action="registry.merge_failed")
    assert told.union_id == net.east.union_id  # so that the union's auditor sees it


def _taken_up(batch_id: int) -> None:
    """As the job that is put back does, again while the killed one's connection still holds the county."""
    for _ in range(100):
        merge_batch(batch_id=batch_id)
        if batch_now(batch_id).state != BatchState.MERGING:
            return
        time.sleep(0.1)


@pytest.mark.parametrize("wait_at", [0, 2, 4])
def test_killed_in_the_middle_it_is_taken_up_again(net, filer, wait_at):
    batch_id = staged(net.east, [worker(n) for n in range(1, 5)])
    request_merge(batch_id=batch_id, reading=1, on=today(), by=filer)
    with start(batch_id, wait_at, "confirmed") as process:
        assert process.stdout is not None
        for line in process.stdout:
            step, done, _total = line.split()
            if step == Stage.MERGING and int(done) >= wait_at:
                break
            assert process.stdin is not None
            if int(done) >= wait_at:  # it waits at an earlier step too
                process.stdin.write("\n")
                process.stdin.flush()
        process.kill()
    assert process.returncode == -9
    assert (batch_now(batch_id).state, rows_of(net)[0]) == (BatchState.MERGING, 0)
    _taken_up(batch_id)
    assert rows_of(net) == [4, 4, 4, 4, 4]


def test_while_it_is_merged_it_is_neither_dropped_nor_merged_beside(net, filer):
    batch_id = staged(net.east, [worker(1)])
    request_merge(batch_id=batch_id, reading=1, on=today(), by=filer)
    with pytest.raises(BeingMerged):
        drop_batch(batch_id=batch_id, by=filer)
    with pytest.raises(BeingMerged):
        merge_register(batch_id=batch_id, by=net.machine)


def test_the_page_says_how_far_it_is_and_that_nobody_works(net, filer, static_as_is):
    batch_id = staged(net.east, [worker(1)])
    request_merge(batch_id=batch_id, reading=1, on=today(), by=filer)
    with acting(background()):
        ImportBatch.objects.filter(pk=batch_id).update(
            step=Stage.MERGING, progress_done=3_200, progress_total=11_132
        )
    client = Client()
    client.force_login(
        User.objects.get(pk=filer.user_id),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    page = client.get(f"/imports/{batch_id}/").content.decode()
    assert "3,200 / 11,132 户" in page
    assert 'value="3200" max="11132"' in page
    assert "后台任务没有在运行" in page
    assert client.post(f"/imports/{batch_id}/stop/").status_code in (302, 303)
    merge_batch(batch_id=batch_id)
    page = client.get(f"/imports/{batch_id}/").content.decode()
    assert "确认入库" in page
    assert "没有任何内容入库" in page  # the message of having stopped
    with acting(net.machine):
        assert not Household.objects.exists()
    appointed(net, "west", "丙经办", "W")
    stranger = Client()
    stranger.force_login(
        User.objects.get(username="west"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert stranger.post(f"/imports/{batch_id}/stop/").status_code == 404


def test_reading_counts_its_rows(net):
    batch = stage_register(
        files=files([worker(n) for n in range(1, 9)]),
        as_of=OCTOBER,
        on=today(),
        by=net.east,
        background=False,
    )
    told = []
    read_batch(batch_id=batch.pk, by=background(), report=lambda *one: told.append(one))
    assert told == [
        (Stage.FILES, 0, 1),
        (Stage.ROWS, 0, 9),
        (Stage.PREVIEW, 0, 9),
        (Stage.PREVIEW, 9, 9),
    ]
    with acting(net.machine):
        assert ImportBatch.objects.get().progress_done == 9
