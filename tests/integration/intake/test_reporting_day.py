"""A reporting day that lies before the rows' own days is said once, for the whole table, and corrected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.intake.commands.change_reporting_day import change_reporting_day
from bangfu.intake.commands.confirm_merge import confirm_merge
from bangfu.intake.commands.drop_batch import drop_batch
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import FIRST_READING, read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.commands.stop_merge import stop_merge
from bangfu.intake.enums import BatchState
from bangfu.intake.errors import (
    AlreadyMerged,
    BatchDropped,
    BatchNotRead,
    FilesGone,
    MergeStopped,
    ReadAgainSince,
    ReportingDayAhead,
)
from bangfu.intake.models import ImportBatch
from bangfu.intake.queries.batches import LaterRows, later_rows
from bangfu.organisations.queries import today
from bangfu.scope.actors import Actor, acting, background, operator
from bangfu.scope.enums import Role
from makers.tables import Net, files, member, worker
from makers.unions import appoint

TYPED, MEANT = date(2010, 1, 31), date(2010, 10, 31)


def staged(rows, members=(), *, as_of: date = TYPED, by: Actor) -> ImportBatch:
    batch = stage_register(files=files(rows, members), as_of=as_of, on=today(), by=by)
    return read(batch, by)


def read(batch: ImportBatch, by: Actor) -> ImportBatch:
    read_batch(batch_id=batch.pk, by=background())
    with acting(by):
        return ImportBatch.objects.get(pk=batch.pk)


def three_rows() -> list[dict[str, str]]:
    """Two opened after the day that was typed, and one before."""
    return [
        worker(1),
        worker(2, 建档日期="2010-10-28"),
        worker(3, 建档日期="2010-01-04"),
    ]


def test_it_is_said_once_how_many_rows_lie_after_it_and_how_late(net: Net):
    batch = staged(three_rows(), by=net.east)
    assert later_rows(batch, today()) == LaterRows(2, date(2010, 10, 28))
    assert batch.counts["households_new"] == 1


def test_with_the_right_day_the_same_files_are_read_again_and_nobody_goes_back(net: Net):
    batch = staged(three_rows(), by=net.east)
    change_reporting_day(batch_id=batch.pk, as_of=MEANT, on=today(), by=net.east)
    batch = read(batch, net.east)
    assert (batch.state, batch.reporting_day) == (BatchState.STAGED, MEANT)
    assert (batch.counts["households_new"], batch.counts["reject"]) == (3, 0)
    assert later_rows(batch, today()) is None
    with acting(net.east):
        logged = Entry.objects.get(action="registry.change_day")
    assert (logged.subject, logged.detail) == (str(batch.pk), {"as_of": "2010-10-31"})


def reads_waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name like '%read_batch'")
        return int(cursor.fetchone()[0])


def test_the_background_is_to_read_it_again_once(net: Net):
    batch = staged(three_rows(), by=net.east)
    before = reads_waiting()
    asked = {"batch_id": batch.pk, "on": today(), "by": net.east}
    assert change_reporting_day(as_of=TYPED, **asked).state == BatchState.STAGED
    assert reads_waiting() == before  # the same day: nothing is to be done
    assert change_reporting_day(as_of=MEANT, **asked).state == BatchState.WAITING
    with pytest.raises(BatchNotRead):  # a second click, before it is read
        change_reporting_day(as_of=MEANT, **asked)
    assert reads_waiting() == before + 1


@pytest.mark.parametrize("odd", [date.min, date(1900, 1, 1)])
def test_an_odd_day_is_read_by_and_corrected(net: Net, odd: date):
    batch = staged(three_rows(), by=net.east)
    for day in (odd, MEANT):
        change_reporting_day(batch_id=batch.pk, as_of=day, on=today(), by=net.east)
        batch = read(batch, net.east)
    assert (batch.state, batch.counts["households_new"]) == (BatchState.STAGED, 3)


def test_what_is_merged_keeps_its_day(net: Net):
    batch = staged(three_rows(), as_of=MEANT, by=net.east)
    merge_register(batch_id=batch.pk, by=net.east)
    with pytest.raises(AlreadyMerged):
        change_reporting_day(batch_id=batch.pk, as_of=TYPED, on=today(), by=net.east)


def test_a_day_of_today_is_reached_by_its_own_rows(net: Net):
    batch = staged([worker(1, 建档日期=today().isoformat())], as_of=MEANT, by=net.east)
    assert later_rows(batch, today()) == LaterRows(1, today())


def test_a_day_to_come_is_the_rows_own_fault(net: Net):
    ahead = (today() + timedelta(days=1)).isoformat()
    batch = staged([worker(1, 建档日期=ahead), worker(2)], as_of=MEANT, by=net.east)
    assert batch.counts["reject"] == 1
    assert later_rows(batch, today()) is None


def test_a_row_counts_once_by_the_last_of_its_days_that_of_a_member_and_a_detail_too(net: Net):
    rows = [worker(1, 家庭人口="2", 授权核对日期="2010-06-01")]
    born = {"身份证号": "", "出生日期": "2010-03-01"}
    batch = staged(rows, [member(rows[0], 11, **born)], by=net.east)
    assert later_rows(batch, today()) == LaterRows(2, date(2010, 6, 1))


def test_only_what_waits_for_its_confirmation_and_no_day_to_come(net: Net):
    batch = staged(three_rows(), by=net.east)
    asked = {"batch_id": batch.pk, "on": today(), "by": net.east}
    with pytest.raises(ReportingDayAhead):
        change_reporting_day(as_of=today() + timedelta(days=1), **asked)
    with pytest.raises(ImportBatch.DoesNotExist):
        change_reporting_day(as_of=MEANT, **{**asked, "by": net.west})
    assert change_reporting_day(as_of=TYPED, **asked).state == BatchState.STAGED
    drop_batch(batch_id=batch.pk, by=net.east)
    with pytest.raises(BatchDropped):
        change_reporting_day(as_of=MEANT, **asked)


def test_the_head_of_the_preview_leads_to_it(net: Net, static_as_is):
    batch = staged(three_rows(), by=net.east)
    filer, _other = two_filers(net)
    client = signed_in(filer)
    shown = client.get(f"/imports/{batch.pk}/").content.decode()
    assert shown.count("上报日 2010-01-31 早于 2 行里的日期，最晚是 2010-10-28") == 1
    address = f"/imports/{batch.pk}/day/"
    assert f'href="{address}"' in shown
    assert 'value="2010-10-28"' in client.get(address).content.decode()
    ahead = client.post(address, {"as_of": (today() + timedelta(days=1)).isoformat()})
    assert (ahead.status_code, "上报日不能晚于系统当天" in ahead.content.decode()) == (422, True)
    assert client.post(address, {"as_of": "2010-10-31"}).status_code == 302
    again = read(batch, net.east)
    assert again.counts["reject"] == 0
    assert "早于" not in client.get(f"/imports/{batch.pk}/").content.decode()


def confirmed(batch: ImportBatch, reading: int, by: Actor) -> ImportBatch:
    return confirm_merge(batch_id=batch.pk, reading=reading, on=today(), by=by)


def two_filers(net: Net) -> tuple[Actor, Actor]:
    with acting(operator()):
        union = net.union("E")
        return appoint("filer", Role.FILER, union), appoint("other", Role.FILER, union)


def signed_in(by: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id))
    return client


def test_a_confirmation_is_of_the_reading_that_was_seen(net: Net, static_as_is):
    """One officer looks at the preview, another corrects the day, the first confirms what they saw."""
    first, other = two_filers(net)
    batch = staged(three_rows(), by=first)
    client, page = signed_in(first), f"/imports/{batch.pk}/"
    assert '<input type="hidden" name="reading" value="1"' in client.get(page).content.decode()
    change_reporting_day(batch_id=batch.pk, as_of=MEANT, on=today(), by=other)
    read(batch, other)
    refused = client.post(f"{page}merge/", {"reading": "1"})
    words = refused.content.decode()
    assert (refused.status_code, "已按改正的上报日或列的意思重新读取" in words) == (409, True)
    assert f'href="{page}"' in words
    assert '<input type="hidden" name="reading" value="2"' in client.get(page).content.decode()
    for unseen in ({}, {"reading": "²"}, {"reading": "9" * 30}):
        assert client.post(f"{page}merge/", unseen).status_code == 409
    assert client.post(f"{page}merge/", {"reading": "2"}).status_code == 302
    with pytest.raises(ReadAgainSince):  # nor is somebody told that what they saw is going in
        confirmed(batch, 1, first)
    assert confirmed(batch, 2, other).state == BatchState.MERGING


def test_a_command_merges_what_it_read_itself(net: Net):
    batch = staged(three_rows(), by=net.east)
    change_reporting_day(batch_id=batch.pk, as_of=MEANT, on=today(), by=net.east)
    read(batch, net.east)
    with pytest.raises(ReadAgainSince):
        merge_register(batch_id=batch.pk, by=net.east, reading=FIRST_READING)
    merged = merge_register(batch_id=batch.pk, by=net.east, reading=FIRST_READING + 1)
    assert merged.state == BatchState.MERGED


def test_the_job_merges_only_what_was_confirmed_last(net: Net):
    """Called back, read by another day and confirmed anew while the background was at it."""
    first, other = two_filers(net)
    batch = staged(three_rows(), by=first)
    before = confirmed(batch, 1, first).confirmed_at
    stop_merge(batch_id=batch.pk, by=other)
    change_reporting_day(batch_id=batch.pk, as_of=MEANT, on=today(), by=other)
    read(batch, other)
    confirmed(batch, 2, other)
    with pytest.raises(MergeStopped):
        merge_register(batch_id=batch.pk, by=first, confirmed=before)


def test_without_the_files_there_is_nothing_to_read_again(net: Net):
    batch = staged(three_rows(), by=net.east)
    with acting(operator()):
        batch.uploads.all().delete()
    with pytest.raises(FilesGone):
        change_reporting_day(batch_id=batch.pk, as_of=MEANT, on=today(), by=net.east)


def test_its_page_has_a_form_only_while_the_batch_waits(net: Net, static_as_is):
    filer, _other = two_filers(net)
    batch = staged(three_rows(), as_of=MEANT, by=filer)
    client, address = signed_in(filer), f"/imports/{batch.pk}/day/"
    assert "as_of" in client.get(address).content.decode()
    merge_register(batch_id=batch.pk, by=filer)
    page = client.get(address).content.decode()
    assert "这一批目前是“已入库”，上报日 2010-10-31 不能改正" in page
    assert "as_of" not in page
