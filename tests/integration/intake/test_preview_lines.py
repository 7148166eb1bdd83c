"""The preview in people: who is new, what changes, what to look at, what goes back; page by page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bangfu.accounts.models import User
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.enums import Tab
from bangfu.intake.models import ImportBatch
from bangfu.intake.queries.batches import preview
from bangfu.intake.queries.lines import lines_page
from bangfu.organisations.queries import today
from bangfu.scope.actors import acting, background
from makers.tables import NOVEMBER, OCTOBER, Net, files, identity, member, worker

from .test_confirmed import appointed

PHONE = "13900001234"


def staged(by, workers, members=(), as_of=NOVEMBER) -> int:
    batch = stage_register(files=files(workers, members), as_of=as_of, on=today(), by=by)
    read_batch(batch_id=batch.pk, by=background())
    return batch.pk


def lines(batch_id, tab, by, **more):
    with acting(by):
        return lines_page(ImportBatch.objects.get(pk=batch_id), tab, by, **more).lines


def tabs(batch_id, by):
    with acting(by):
        return {str(tab): n for tab, n in preview(batch_id, by).tabs.items()}


def changes(line):
    return [(one.what, one.whose, one.title, one.before, one.after) for one in line.changes]


def test_a_new_household_is_named_with_its_members(net):
    here = worker(1, 家庭人口="2")
    batch_id = staged(net.east, [here], [member(here, 3)])
    (line,) = lines(batch_id, Tab.NEW, net.east)
    assert (line.row.head_name, line.row.file_no, line.filed) == ("甲二", here["档案编号"], False)
    assert changes(line) == [("added", "儿子", "成员", "无", "乙四")]
    assert tabs(batch_id, net.east) == {"new": 1, "changed": 0, "check": 0, "back": 0}
    merge_register(batch_id=batch_id, by=net.east)
    assert lines(batch_id, Tab.NEW, net.east)[0].filed


def test_what_changes_is_told_old_and_new_and_removals_first(net):
    before = worker(1, 家庭人口="3", 手机=PHONE, 婚姻状况="已婚")
    net.take_in([before], [member(before, 3), member(before, 4)])
    now = {**before, "本人月平均收入": "450", "手机": ""}
    batch_id = staged(net.east, [now], [member(before, 4), member(before, 5)])
    (line,) = lines(batch_id, Tab.CHANGED, net.east)
    told = changes(line)
    assert [one[0] for one in told] == sorted(
        (one[0] for one in told), key=["gone", "changed", "added"].index
    )
    assert ("gone", "", "成员", "乙四", "本次名单中没有") in told
    assert ("gone", "", "手机", "●●●●●●●●●34", "无") in told
    assert ("changed", "", "本人月平均收入", "300", "450") in told
    assert ("added", "儿子", "成员", "无", "乙六") in told
    assert not any(title == "名单中的次序" for _, _, title, _, _ in told)
    assert PHONE not in repr(line.row.differences)


def test_another_number_is_told_without_any_of_it(net):
    before = worker(1, 银行卡号="6212340000000000017")
    net.take_in([before])
    batch_id = staged(net.east, [{**before, "银行卡号": "6212340000000000025"}])
    (line,) = lines(batch_id, Tab.CHANGED, net.east)
    assert changes(line) == [("changed", "", "银行卡号", "已登记的号码", "●●●●0025")]
    assert identity(1) not in repr(line.row.differences)


def test_members_alone_stand_under_their_worker_on_file(net):
    here = worker(1, 家庭人口="2")
    net.take_in([here], [member(here, 3)])
    batch_id = staged(net.east, [], [member(here, 3, 月收入="900")])
    (line,) = lines(batch_id, Tab.CHANGED, net.east)
    assert (line.row.head_name, line.row.member_name) == ("甲二", "乙四")
    assert changes(line) == [("changed", "乙四", "月收入", "0", "900")]


def test_what_stays_as_it_is_has_no_line(net):
    net.take_in([worker(1)])
    batch_id = staged(net.east, [worker(1)], as_of=OCTOBER)
    assert tabs(batch_id, net.east) == {"new": 0, "changed": 0, "check": 0, "back": 0}


def test_a_size_that_members_do_not_fill_is_to_be_checked_and_goes_in(net):
    batch_id = staged(net.east, [worker(1, 家庭人口="3")], [member(worker(1), 3)])
    (line,) = lines(batch_id, Tab.CHECK, net.east)
    assert [one.reason for one in line.told] == ["家庭人口 3 与成员表 1+1 不一致，需核对"]
    assert tabs(batch_id, net.east) == {"new": 1, "changed": 0, "check": 1, "back": 0}


def test_a_row_that_others_overtook_moves_to_the_rows_that_go_back(net):
    batch_id = staged(net.east, [worker(1), worker(2)])
    net.take_in([worker(1, 档案编号="4499012010900001", 所属工会="西县纺织厂工会")])
    merge_register(batch_id=batch_id, by=net.east)
    assert tabs(batch_id, net.east) == {"new": 1, "changed": 0, "check": 0, "back": 1}
    (back,) = lines(batch_id, Tab.BACK, net.east)
    assert (back.row.head_name, back.row.differences) == ("甲二", [])


def test_pages_follow_each_other_and_cost_the_same(net):
    batch_id = staged(net.east, [worker(serial) for serial in range(1, 13)])
    read = lambda **more: lines_page(batch, Tab.NEW, net.east, most=5, **more)  # noqa: E731
    with acting(net.east):
        batch = ImportBatch.objects.get(pk=batch_id)
        with CaptureQueriesContext(connection) as asked:
            first = read()
        last = read(after=read(after=first.after).after)
        again = read(before=last.before)
    assert len(asked) == 2
    assert [len(one.lines) for one in (first, again, last)] == [5, 5, 2]
    numbers = [line.row.row_number for one in (first, again, last) for line in one.lines]
    assert numbers == list(range(2, 14))
    assert (first.before, last.after) == ("", "")


class TestPages:
    @pytest.fixture
    def net(self, fresh_database) -> Net:
        return Net()

    @pytest.fixture
    def filer(self, net):
        return appointed(net, "filer", "甲经办")

    @pytest.fixture
    def client(self, filer, static_as_is) -> Client:
        client = Client()
        user = User.objects.get(username="filer")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def test_tabs_carry_counts_and_open_on_what_goes_back(self, filer, client):
        batch_id = staged(filer, [worker(1), worker(2, 家庭人口="0")])
        page = client.get(f"/imports/{batch_id}/").content.decode()
        assert page.index("新建 <span") < page.index("变化 <span") < page.index("退回 <span")
        assert "至少为 1" in page
        assert worker(1)["档案编号"] not in page
        new = client.get(f"/imports/{batch_id}/?tab=new").content.decode()
        assert "甲二" in new
        assert "甲三" not in new
        assert identity(1) not in new + page

    def test_the_list_of_batches_counts_each(self, filer, client):
        batch_id = staged(filer, [worker(1), worker(2, 家庭人口="0")])
        page = client.get("/imports/").content.decode()
        for tab in ("new", "back"):
            assert f'href="/imports/{batch_id}/?tab={tab}"' in page
        assert "?tab=changed" not in page

    def test_after_merging_a_line_opens_its_file(self, filer, client):
        batch_id = staged(filer, [worker(1)])
        link = f'href="/files/{worker(1)["档案编号"]}/"'
        assert link not in client.get(f"/imports/{batch_id}/?tab=new").content.decode()
        merge_register(batch_id=batch_id, by=filer)
        assert link in client.get(f"/imports/{batch_id}/?tab=new").content.decode()
