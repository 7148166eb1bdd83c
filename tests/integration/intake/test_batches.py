"""The way of a batch: staged, read, previewed, merged once; nothing personal lies beside the vault."""

import json
from datetime import date

import pytest
from django.db import connection

from bangfu.documents.spreadsheets.errors import SpreadsheetRefused
from bangfu.intake.commands.drop_batch import drop_batch
from bangfu.intake.commands.import_register import import_register
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.enums import BatchState, StagedVerdict, Tab
from bangfu.intake.errors import (
    AlreadyMerged,
    BatchDropped,
    BatchNotRead,
    NoFiles,
    ReportingDayAhead,
)
from bangfu.intake.models import ImportBatch, StagedPart, StagedRow, Upload
from bangfu.intake.queries.batches import batches, preview
from bangfu.intake.queries.lines import lines_page
from bangfu.intake.tasks import read_batch as read_in_background
from bangfu.organisations.queries import today
from bangfu.registry.models import Household
from bangfu.scope.actors import acting, background
from bangfu.vault.commands.reveal_secret import reveal_secret
from bangfu.vault.errors import SealBroken
from bangfu.vault.models import Secret
from makers.people import card_number
from makers.tables import OCTOBER, files, identity, member, worker

CARD = "9900001234567890123"


def staged(net, rows, members=(), by=None):
    by = by or net.east
    batch = stage_register(files=files(rows, members), as_of=OCTOBER, on=today(), by=by)
    read_batch(batch_id=batch.pk, by=background())
    return batch.pk


def test_a_batch_waits_with_a_job_that_names_nothing_but_its_id(net):
    batch = stage_register(files=files([worker(1)]), as_of=OCTOBER, on=today(), by=net.east)
    with connection.cursor() as cursor:
        cursor.execute("select task_name, args::text from procrastinate_jobs")
        ((task, arguments),) = cursor.fetchall()
    assert task == "bangfu.intake.tasks.read_batch"
    assert json.loads(arguments) == {"batch_id": batch.pk}
    with acting(net.east):
        assert ImportBatch.objects.get().state == BatchState.WAITING


def test_read_staged_and_merged(net):
    batch_id = staged(net, [worker(1), worker(2, 建档日期="2011-01-01")])
    with acting(net.east):
        shown = preview(batch_id, net.east)
        assert shown.batch.state == BatchState.STAGED
        assert shown.counts["households_new"] == 1
        back = lines_page(shown.batch, Tab.BACK, net.east)
        assert [one.reason for line in back.lines for one in line.told] == ["晚于上报日"]
        assert not Household.objects.exists()
    merged = merge_register(batch_id=batch_id, by=net.east)
    assert merged.state == BatchState.MERGED
    with acting(net.east):
        assert Household.objects.count() == 1
        assert not Upload.objects.exists()
        assert not StagedPart.objects.exists()


def test_reading_twice_leaves_one_set_of_rows(net):
    batch_id = staged(net, [worker(1)])
    read_batch(batch_id=batch_id, by=background())
    with acting(net.east):
        ImportBatch.objects.filter(pk=batch_id).update(state=BatchState.READING)
    read_batch(batch_id=batch_id, by=background())  # as after a kill in the middle
    with acting(net.east):
        assert StagedRow.objects.filter(verdict=StagedVerdict.ACCEPT).count() == 1


def test_the_second_to_merge_is_told_who_was_first(net):
    batch_id = staged(net, [worker(1)])
    merge_register(batch_id=batch_id, by=net.east)
    with pytest.raises(AlreadyMerged, match="E 经办人"):
        merge_register(batch_id=batch_id, by=net.officer("C"))


def test_unread_and_dropped_batches_do_not_merge(net):
    batch = stage_register(files=files([worker(1)]), as_of=OCTOBER, on=today(), by=net.east)
    with pytest.raises(BatchNotRead, match="等待读取"):
        merge_register(batch_id=batch.pk, by=net.east)
    drop_batch(batch_id=batch.pk, by=net.east)
    with pytest.raises(BatchDropped):
        merge_register(batch_id=batch.pk, by=net.east)
    with acting(net.east):
        assert not Upload.objects.exists()


def test_another_countys_batch_is_not_there(net):
    batch_id = staged(net, [worker(1)])
    with pytest.raises(ImportBatch.DoesNotExist):
        merge_register(batch_id=batch_id, by=net.west)
    with acting(net.west):
        assert not batches(net.west).exists()


def test_a_row_that_another_import_has_overtaken_goes_back_on_merging(net):
    late = staged(net, [worker(1, 档案编号="44990120100000009"), worker(3)])
    net.take_in([worker(1)], by=net.east)
    merged = merge_register(batch_id=late, by=net.east)
    assert merged.counts["reject"] == 1
    with acting(net.east):
        back = StagedRow.objects.get(batch_id=late, verdict=StagedVerdict.REJECT)
        assert back.remarks[0]["reason"] == f"与档案 {worker(1)['档案编号']} 同一身份证号"
        assert Household.objects.count() == 2


def test_a_preview_that_was_overtaken_ends_as_unchanged(net):
    late = staged(net, [worker(1)])
    net.take_in([worker(1)], by=net.east)
    assert merge_register(batch_id=late, by=net.east).counts["households_unchanged"] == 1


def test_a_file_that_cannot_be_read_closes_its_batch_with_the_reason(net):
    batch = stage_register(
        files=[("register.xlsx", b"no workbook")], as_of=OCTOBER, on=today(), by=net.east
    )
    read_in_background(batch_id=batch.pk)
    with acting(net.east):
        closed = ImportBatch.objects.get()
        assert closed.state == BatchState.FAILED
        assert "扩展名" in closed.failure
        assert not Upload.objects.exists()


def test_whoever_waits_is_told_that_a_file_cannot_be_read(net):
    with pytest.raises(SpreadsheetRefused):
        import_register(
            files=[("register.xlsx", b"no workbook")], as_of=OCTOBER, on=today(), by=net.east
        )


def test_no_part_of_a_file_name_keeps_a_number(net):
    names = ["样例440524188001010014.xlsx", "样例.44052418800101001X", "样例." + "册" * 200]
    batch = stage_register(
        files=[(name, b"x") for name in names], as_of=OCTOBER, on=today(), by=net.east
    )
    assert batch.file_names[:2] == ["样例….xlsx", "样例.…"]
    assert len(batch.file_names[2]) < 120


def test_wrong_orders_are_refused(net):
    with pytest.raises(NoFiles):
        stage_register(files=[], as_of=OCTOBER, on=today(), by=net.east)
    with pytest.raises(ReportingDayAhead):
        stage_register(files=files([worker(1)]), as_of=date(2011, 1, 1), on=today(), by=net.east)


def test_a_dry_run_reports_and_writes_nothing(net):
    report = net.take_in([worker(1), worker(2, 姓名="")], dry_run=True)
    assert report.counts["households_new"] == 1
    assert report.rejected == 1
    with acting(net.machine):
        assert not Household.objects.exists()
        assert not ImportBatch.objects.exists()


def test_staged_values_moved_to_another_batch_do_not_open(net):
    batch_id, other_id = staged(net, [worker(1)]), staged(net, [worker(2)])
    with acting(net.machine):
        other = StagedPart.objects.get(batch_id=other_id)
        StagedPart.objects.filter(batch_id=batch_id).update(sealed=other.sealed)
    with pytest.raises(SealBroken):
        merge_register(batch_id=batch_id, by=net.east)


def test_a_number_moved_to_another_secret_does_not_open(net):
    net.take_in([worker(1), worker(2)], by=net.east)
    with acting(net.machine):
        one, other = Secret.objects.order_by("id")
        one.pk, one.sealed = None, other.sealed
        one.save(force_insert=True)
    with acting(net.east):
        assert reveal_secret(secret_id=other.pk, purpose="verify", by=net.east) == identity(2)
        with pytest.raises(SealBroken):
            reveal_secret(secret_id=one.pk, purpose="verify", by=net.east)


def test_no_number_lies_anywhere_in_the_database(net):
    household = worker(1, 家庭人口="3", 银行卡号=card_number(CARD[:-1]))
    bad = member(household, 12, 身份证号=identity(12, "20000101")[:-1] + "?")
    named = [(identity(1) + ".csv", files([household], [member(household, 11), bad])[0][1])]
    net.take_in([household], [member(household, 11), bad], by=net.east)
    staged(net, [worker(5, 家庭人口="2")], [member(worker(5), 15)])
    stage_register(files=named, as_of=OCTOBER, on=today(), by=net.east)
    canaries = [
        identity(1),
        identity(11, "20000101"),
        identity(12, "20000101")[:-1],
        card_number(CARD[:-1]),
    ]
    canaries += [identity(5), identity(15, "20000101")]
    with acting(net.machine):
        spilling = [
            table for table, text in whole_database() if any(shows(text, c) for c in canaries)
        ]
    assert spilling == []


def whole_database():
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall() if name != "django_migrations"]
        assert {"procrastinate_jobs", "audit_entry", "vault_secret"} <= set(tables)
        for table in tables:
            cursor.execute(f'select t::text from "{table}" t')
            yield table, "\n".join(text for (text,) in cursor.fetchall())


def shows(text: str, number: str) -> bool:
    """In clear, or in clear inside a bytea, which shows as hexadecimal."""
    return number in text or number.encode().hex() in text
