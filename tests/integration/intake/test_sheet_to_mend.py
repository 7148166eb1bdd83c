"""Rows that went back leave as a sheet that is mended and sent again as it is."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.intake.commands.drop_batch import drop_batch
from bangfu.intake.commands.forget_back import forget_back
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.sheet_to_mend import sheet_to_mend
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.errors import NothingToMend
from bangfu.intake.models import BackPart
from bangfu.jobs.commands.run_job import run_job
from bangfu.jobs.models import Job
from bangfu.organisations.queries import today
from bangfu.registry.models import Household, MemberFacts
from bangfu.scope.actors import acting, background
from makers.tables import OCTOBER, files, identity, member, worker

from .test_confirmed import appointed


def staged(by, workers, members=()) -> int:
    return sent(by, files(workers, members))


def sent(by, chosen) -> int:
    batch = stage_register(files=chosen, as_of=OCTOBER, on=today(), by=by)
    read_batch(batch_id=batch.pk, by=background())
    return batch.pk


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet) -> list[dict]:
    head, *rows = sheet.values
    return [dict(zip(head, row, strict=True)) for row in rows]


def mended(content: bytes, sheet: str, row: int, **values) -> bytes:
    book = opened(content)
    page = book[sheet]
    heads = [cell.value for cell in page[1]]
    for head, value in values.items():
        page.cell(row=row, column=heads.index(head) + 1, value=value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_rows_come_back_with_their_own_columns_behind_the_reasons(net):
    rows = [worker(1), worker(2, 家庭人口="0", 车间="二车间")]
    batch_id = staged(net.east, [{"车间": "一车间", **row} for row in rows])
    (row,) = rows_of(opened(sheet_to_mend(batch_id=batch_id, by=net.east))["职工档案"])
    assert list(row) == ["退回原因", "如何修改", "车间", *worker(1)]
    assert row["退回原因"].startswith("家庭人口：")
    assert (row["车间"], row["身份证号"], row["家庭人口"]) == ("二车间", identity(2), 0)
    assert (row["本人月平均收入"], row["行政区划代码"]) == (300, "449901")


def test_long_numbers_are_text_and_amounts_numbers(net):
    batch_id = staged(net.east, [worker(2, 家庭人口="0", 本人月平均收入="1200.50")])
    page = opened(sheet_to_mend(batch_id=batch_id, by=net.east))["职工档案"]
    cells = {head.value: cell for head, cell in zip(page[1], page[2], strict=True)}
    for text in ("档案编号", "身份证号", "行政区划代码"):
        assert (cells[text].data_type, cells[text].number_format) == ("s", "@")
    assert (cells["本人月平均收入"].data_type, cells["本人月平均收入"].value) == ("n", 1200.5)


def test_the_mended_sheet_goes_in_as_it_is(net):
    batch_id = staged(net.east, [worker(1), worker(2, 家庭人口="0")])
    merge_register(batch_id=batch_id, by=net.east)
    content = sheet_to_mend(batch_id=batch_id, by=net.east)
    again = sent(net.east, [("退回.xlsx", mended(content, "职工档案", 2, 家庭人口=1))])
    batch = merge_register(batch_id=again, by=net.east)
    assert (batch.counts["households_new"], batch.counts["reject"]) == (1, 0)
    assert batch.outline["columns"][0]["unread"] == []
    with acting(net.east):
        assert Household.objects.count() == 2


def test_members_come_with_their_worker_and_nobody_seems_to_have_left(net):
    here = worker(1, 家庭人口="3")
    members = [member(here, 3), member(here, 4, 月收入="很多")]
    batch_id = staged(net.east, [here], members)
    merge_register(batch_id=batch_id, by=net.east)
    content = sheet_to_mend(batch_id=batch_id, by=net.east)
    told = [(row["姓名"], row["退回原因"][:4]) for row in rows_of(opened(content)["家庭成员"])]
    assert told == [("乙四", "同户成员"), ("乙五", "月收入：")]
    again = sent(net.east, [("退回.xlsx", mended(content, "家庭成员", 3, 月收入=0))])
    batch = merge_register(batch_id=again, by=net.east)
    assert (batch.counts["members_new"], batch.counts["members_absent"]) == (1, 0)
    with acting(net.east):
        assert not MemberFacts.objects.filter(absent=True).exists()


def test_members_wait_in_the_sheet_for_the_worker_whom_the_register_rejects(net):
    here = worker(1, 家庭人口="2", 所属工会="没有这个工会")
    batch_id = staged(net.east, [here], [member(here, 3)])
    content = sheet_to_mend(batch_id=batch_id, by=net.east)
    (back,) = rows_of(opened(content)["职工档案"])
    assert (back["所属工会"], back["家庭人口"], back["本人月平均收入"]) == ("没有这个工会", 2, 300)
    (waits,) = rows_of(opened(content)["家庭成员"])
    assert waits["退回原因"] == "档案编号：职工行未通过，成员暂不入库"
    again = sent(net.east, [("a.xlsx", mended(content, "职工档案", 2, 所属工会="东县机械厂工会"))])
    assert merge_register(batch_id=again, by=net.east).counts["members_new"] == 1


def test_rows_that_others_overtook_join_those_that_went_back(net):
    batch_id = staged(net.east, [worker(1), worker(2, 家庭人口="0")])
    net.take_in([worker(1, 档案编号="4499012010900001", 所属工会="西县纺织厂工会")])
    merge_register(batch_id=batch_id, by=net.east)
    back = rows_of(opened(sheet_to_mend(batch_id=batch_id, by=net.east))["职工档案"])
    assert [row["身份证号"] for row in back] == [identity(1), identity(2)]


@pytest.mark.usefixtures("static_as_is")
def test_more_than_one_waits_for_is_written_in_the_background_as_the_same_rows(net):
    by = appointed(net, "filer", "东县建档员")
    batch_id = staged(by, [worker(1), worker(2, 家庭人口="0")])
    net.take_in([worker(1, 档案编号="4499012010900001", 所属工会="西县纺织厂工会")])
    merge_register(batch_id=batch_id, by=by)
    with acting(background()):
        assert BackPart.objects.filter(batch_id=batch_id).count() == 2
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id), "django.contrib.auth.backends.ModelBackend")
    answer = client.post(f"/imports/{batch_id}/back/")
    with acting(by):
        job = Job.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, f"/jobs/{job.pk}/")
    run_job(job_id=job.pk, on=today(), by=background())
    with acting(by):
        job.refresh_from_db()
        assert (job.state, job.total) == ("done", 2)
        (entry,) = Entry.objects.filter(action="registry.fetch_back")
        assert (entry.actor, entry.detail["rows"]) == (by.name, 2)
    written = b"".join(client.get(f"/jobs/{job.pk}/result/").streaming_content)
    at_once = sheet_to_mend(batch_id=batch_id, by=by)
    assert rows_of(opened(written)["职工档案"]) == rows_of(opened(at_once)["职工档案"])


def test_it_is_told_and_only_of_ones_own(net):
    batch_id = staged(net.east, [worker(2, 家庭人口="0")])
    sheet_to_mend(batch_id=batch_id, by=net.east)
    with acting(net.east):
        (entry,) = Entry.objects.filter(action="registry.fetch_back")
    assert (entry.subject, entry.detail["rows"]) == (str(batch_id), 1)
    with pytest.raises(Exception, match="does not exist"):
        sheet_to_mend(batch_id=batch_id, by=net.west)


def test_it_is_kept_some_weeks_and_then_forgotten(net):
    batch_id = staged(net.east, [worker(1), worker(2, 家庭人口="0")])
    merge_register(batch_id=batch_id, by=net.east)
    with acting(background()):
        assert forget_back(by=background()) == 0
        BackPart.objects.update(kept_until=timezone.now() - timedelta(seconds=1))
    assert forget_back(by=background()) == 1
    with pytest.raises(NothingToMend):
        sheet_to_mend(batch_id=batch_id, by=net.east)


def test_nothing_is_kept_of_a_batch_that_is_given_up_or_has_nothing_to_mend(net):
    drop_batch(batch_id=staged(net.east, [worker(2, 家庭人口="0")]), by=net.east)
    staged(net.east, [worker(1)])
    with acting(background()):
        assert not BackPart.objects.exists()
