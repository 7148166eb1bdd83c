"""What nobody confirms goes when its term is over: whole, told beforehand, and not from under a confirmation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.timezone import localtime

from bangfu.accounts.models import User
from bangfu.acts.refusals import constraint_of
from bangfu.audit.models import Entry
from bangfu.intake.commands.confirm_merge import confirm_merge
from bangfu.intake.commands.drop_batch import drop_batch
from bangfu.intake.commands.expire_batches import expire_batches
from bangfu.intake.commands.read_batch import FIRST_READING, read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.enums import BatchState
from bangfu.intake.errors import BatchExpired
from bangfu.intake.models import BackPart, ImportBatch, StagedPart, StagedRow, Upload
from bangfu.intake.rules.keeping import WAITS, WARNED
from bangfu.organisations.queries import today
from bangfu.reporting.desk import todos
from bangfu.scope.actors import Actor, acting, background, operator
from bangfu.scope.enums import Role
from beside import beside, until_it_waits
from makers.tables import OCTOBER, Net, files, worker
from makers.unions import appoint

BACKEND = "django.contrib.auth.backends.ModelBackend"
KEPT = (Upload, StagedRow, StagedPart, BackPart)


def staged(net: Net, serial: int = 1) -> int:
    """Waits for its confirmation, with a row that goes in and one that goes back."""
    rows = [worker(serial), worker(serial + 2, 身份证号="123")]
    batch = stage_register(files=files(rows), as_of=OCTOBER, on=today(), by=net.east)
    read_batch(batch_id=batch.pk, by=background())
    return batch.pk


def filer(net: Net) -> Actor:
    """With a sign-in and an appointment, as a confirmation is somebody's."""
    return appoint("filer-e", Role.FILER, net.union("E"))


def waits(batch_id: int, longer: timedelta) -> None:
    with acting(operator()):
        changed = ImportBatch.objects.filter(pk=batch_id).update(
            waits_until=timezone.now() + longer
        )
    assert changed == 1


def kept_of(batch_id: int) -> list[int]:
    with acting(operator()):
        return [model.objects.filter(batch_id=batch_id).count() for model in KEPT]


def state_of(batch_id: int) -> str:
    with acting(operator()):
        return ImportBatch.objects.get(pk=batch_id).state


def test_what_nobody_confirms_goes_whole_and_says_so(net: Net):
    batch, other = staged(net), staged(net, 11)
    with acting(net.east):
        until = ImportBatch.objects.get(pk=batch).waits_until
    assert abs(until - timezone.now() - WAITS) < timedelta(minutes=5)
    assert expire_batches(by=background()) == 0
    assert all(kept_of(batch))
    waits(batch, -timedelta(seconds=1))
    assert expire_batches(by=background()) == 1
    assert kept_of(batch) == [0, 0, 0, 0]
    assert all(kept_of(other))
    with acting(net.east):
        gone = ImportBatch.objects.get(pk=batch)
        assert (gone.state, gone.outline) == (BatchState.EXPIRED, {})
        assert "到期清除" in gone.failure
        assert gone.counts["reject"] == 1
        entry = Entry.objects.get(action="registry.expire")
        assert (entry.subject, entry.detail, entry.union_id) == (
            str(batch),
            {"rows": 3},  # the head, one that went in, one that went back
            net.east.union_id,
        )
    assert expire_batches(by=background()) == 0
    with pytest.raises(BatchExpired):
        confirm_merge(batch_id=batch, reading=FIRST_READING, on=today(), by=net.east)
    drop_batch(batch_id=batch, by=net.east)
    assert state_of(batch) == BatchState.EXPIRED


def test_one_of_before_terms_were_counted_is_given_its_whole_term(net: Net):
    batch = staged(net)
    with acting(operator()):
        ImportBatch.objects.filter(pk=batch).update(waits_until=None)
    assert expire_batches(by=background()) == 0
    with acting(operator()):
        until = ImportBatch.objects.get(pk=batch).waits_until
    assert abs(until - timezone.now() - WAITS) < timedelta(minutes=5)
    assert all(kept_of(batch))


def test_the_desk_of_who_may_confirm_warns_some_days_before(net: Net):
    batch = staged(net)
    waits(batch, WARNED + timedelta(hours=1))
    assert on_the_desk(net.east) == []
    waits(batch, WARNED - timedelta(hours=1))
    [told] = on_the_desk(net.east)
    assert (told.batch, told.count) == (batch, 1)
    assert "自动清除" in told.note
    assert on_the_desk(net.west) == []


def on_the_desk(by) -> list:
    with acting(by):
        return [todo for todo in todos(by, today()) if todo.batch]


def test_the_page_says_until_when_and_then_why_it_is_gone(net: Net, static_as_is):
    by = filer(net)
    batch, client = staged(net), Client()
    client.force_login(User.objects.get(pk=by.user_id), backend=BACKEND)
    with acting(operator()):
        until = ImportBatch.objects.get(pk=batch).waits_until
    page = strip_tags(client.get(f"/imports/{batch}/").content.decode())
    assert f"等待确认到 {localtime(until):%Y-%m-%d %H:%M}" in page
    assert f"到 {localtime(until):%Y-%m-%d}" in strip_tags(client.get("/imports/").content.decode())
    waits(batch, timedelta(days=1))
    assert f'href="/imports/{batch}/"' in client.get("/figures/").content.decode()
    waits(batch, -timedelta(seconds=1))
    expire_batches(by=background())
    gone = client.get(f"/imports/{batch}/").content.decode()
    assert "已到期清除" in gone
    assert "没有任何内容入库" in gone
    assert "确认入库" not in gone.replace("没有确认入库", "")
    assert client.post(f"/imports/{batch}/merge/", {"reading": "1"}).status_code == 409


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'expired'", "batch_expires_whole"),  # its term runs
        ("state = 'expired', waits_until = now() - interval '1 day'", "batch_expires_whole"),
    ],
)
def test_by_sql_none_expires_before_its_term_or_in_part(net: Net, change, constraint):
    batch = staged(net)
    assert refused(f"update intake_importbatch set {change} where id = {batch}") == constraint


def test_by_sql_what_is_over_comes_back_by_no_state(net: Net):
    batch, dropped = staged(net), staged(net, 11)
    waits(batch, -timedelta(seconds=1))
    expire_batches(by=background())
    drop_batch(batch_id=dropped, by=net.east)
    for each in (batch, dropped):
        sql = f"update intake_importbatch set state = 'staged' where id = {each}"
        assert refused(sql) == "batch_is_over"


def refused(sql: str) -> str:
    with (
        pytest.raises(IntegrityError) as error,
        transaction.atomic(),
        acting(operator()),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    return constraint_of(error.value)


def test_a_confirmation_of_the_same_moment_keeps_its_batch(fresh_database):
    """It holds the row while the clearing comes; that leaves it alone, waits for nobody, and never sees it again."""
    net = Net()
    batch, by = staged(net), filer(net)
    waits(batch, -timedelta(seconds=1))
    with transaction.atomic():
        confirm_merge(batch_id=batch, reading=FIRST_READING, on=today(), by=by)
        clearing, ended = beside(lambda: expire_batches(by=background()))
        clearing.join()
        assert ended == [0]
    assert state_of(batch) == BatchState.MERGING
    assert expire_batches(by=background()) == 0
    assert all(kept_of(batch))


def test_a_clearing_of_the_same_moment_is_told_to_who_confirms(fresh_database):
    net = Net()
    batch, by = staged(net), filer(net)
    waits(batch, -timedelta(seconds=1))
    with transaction.atomic():
        assert expire_batches(by=background()) == 1
        confirming, ended = beside(
            lambda: confirm_merge(batch_id=batch, reading=FIRST_READING, on=today(), by=by)
        )
        until_it_waits(confirming)
    confirming.join()
    assert [type(each) for each in ended] == [BatchExpired]
    assert state_of(batch) == BatchState.EXPIRED


def terminated(cursor) -> bool:
    """Whoever waits for this transaction, in the moment of asking."""
    cursor.execute("select pg_stat_clear_snapshot()")
    cursor.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where pg_blocking_pids(pid) @> array[pg_backend_pid()]"
    )
    return bool(cursor.fetchall())


def test_killed_half_way_it_has_cleared_each_batch_whole_or_not_at_all(fresh_database):
    """The connection ends before the second is through; the next run brings the rest to its end."""
    net = Net()
    first, second = staged(net), staged(net, 11)
    for each in (first, second):
        waits(each, -timedelta(seconds=1))
    with transaction.atomic(), acting(operator()), connection.cursor() as cursor:
        cursor.execute("select id from intake_stagedrow where batch_id = %s for update", [second])
        clearing, ended = beside(lambda: expire_batches(by=background()))
        while not terminated(cursor):
            assert clearing.is_alive()
        clearing.join()
    assert len(ended) == 1
    assert isinstance(ended[0], Exception)
    assert (state_of(first), kept_of(first)) == (BatchState.EXPIRED, [0, 0, 0, 0])
    assert state_of(second) == BatchState.STAGED
    assert all(kept_of(second))
    assert expire_batches(by=background()) == 1
    assert kept_of(second) == [0, 0, 0, 0]
