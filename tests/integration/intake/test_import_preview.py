"""What the page of a batch says and offers before anything goes in."""

import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.organisations.queries import today
from bangfu.scope.actors import background
from makers.tables import OCTOBER, Net, csv_file, worker

from .test_confirmed import appointed

#: Where the form of the button that merges posts to.
CONFIRM = '/merge/"'


@pytest.fixture
def net(fresh_database) -> Net:
    return Net()


@pytest.fixture
def filer(net):
    return appointed(net, "filer", "甲经办")


@pytest.fixture
def client(filer, static_as_is) -> Client:
    client = Client()
    user = User.objects.get(username="filer")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def staged(by, content: bytes) -> int:
    batch = stage_register(
        files=[("workers.csv", content)], as_of=OCTOBER, on=today(), by=by, background=False
    )
    read_batch(batch_id=batch.pk, by=background())
    return batch.pk


def test_columns_that_differ_from_the_form_are_shown_first(filer, client):
    row = {**worker(1), "个人每月收入": "300"}
    del row["本人月平均收入"]
    page = client.get(f"/imports/{staged(filer, csv_file([row]))}/").content.decode()
    assert "没有读取的列：个人每月收入" in page
    assert "表中缺少的列：" in page
    assert "本人月平均收入" in page
    assert "全部通过" not in page
    assert CONFIRM in page


def test_only_a_header_offers_no_merging(filer, client):
    header = csv_file([worker(1)]).splitlines(keepends=True)[0]
    page = client.get(f"/imports/{staged(filer, header)}/").content.decode()
    assert "没有可以入库的行：表中只有表头" in page
    assert "重新上传" in page
    assert "全部通过" not in page
    assert CONFIRM not in page


def test_every_row_back_offers_no_merging_and_says_why(filer, client):
    rows = [worker(1, 家庭人口="0"), worker(2, 建档日期="去年")]
    page = client.get(f"/imports/{staged(filer, csv_file(rows))}/").content.decode()
    assert "没有可以入库的行：2 行全部退回" in page
    assert CONFIRM not in page
    assert "至少为 1" in page
    assert "此项必填，不能留空" in page


def test_a_stale_confirmation_leads_to_the_batch(filer, client):
    batch_id = staged(filer, csv_file([worker(1)]))
    merge_register(batch_id=batch_id, by=filer)
    for step in ("merge", "drop"):
        answer = client.post(f"/imports/{batch_id}/{step}/")
        assert answer.status_code == 409
        assert f'href="/imports/{batch_id}/"' in answer.content.decode()
