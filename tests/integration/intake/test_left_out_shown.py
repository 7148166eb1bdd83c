"""需核对 shows what was not taken, beside its household, and what is blank; nobody's number with it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.documents.row_report import report_csv
from bangfu.intake.enums import Tab
from bangfu.intake.models import ImportBatch, StagedRow
from bangfu.intake.queries.batches import report_of
from bangfu.scope.actors import acting
from makers.tables import identity, member, worker

from .test_confirmed import appointed
from .test_preview_lines import lines, staged


@pytest.mark.parametrize(
    ("name", "written", "shown"),
    [
        ("住房类型", "别墅", "别墅"),
        ("参加工作时间", "很久以前", "很久以前"),
        ("手机", "138001", "●●●●●●"),
        ("手机", "1380012345", "●●●●●●●●45"),
        ("银行卡号", "62123400000000000171234", "●●●●1234"),
        ("民族", f"汉{identity(7)}", "汉…"),
        ("民族", "汉 13800138000", "汉 …"),
    ],
)
def test_what_was_not_taken_is_shown_as_far_as_it_may_be(net, name, written, shown):
    batch_id = staged(net.east, [worker(1, **{name: written})])
    (line,) = lines(batch_id, Tab.CHECK, net.east)
    assert [one.value for one in line.told] == [shown]
    assert line.told[0].reason.endswith("不采用")
    with acting(net.east):
        kept = repr(list(StagedRow.objects.values_list("remarks", "differences")))
        report = report_csv(report_of(ImportBatch.objects.get(pk=batch_id))).decode("utf-8-sig")
    assert f"不采用（表中写的是“{shown}”）" in report
    if shown != written:
        assert written not in kept + report
        assert identity(7) not in kept + report


@pytest.mark.usefixtures("static_as_is")
def test_the_page_shows_it_beside_the_household(net):
    by = appointed(net, "filer", "东县建档员")
    batch_id = staged(by, [worker(1, 住房类型="别墅", 手机="138001")])
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id), "django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/imports/{batch_id}/?tab=check").content.decode()
    words = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    assert "住房类型：不在代码表，不采用 表中写的是“别墅”" in words
    assert "手机：不足十一位，不采用 表中写的是“●●●●●●”" in words
    assert "138001" not in page


def test_a_blank_that_keeps_the_class_open_is_to_be_checked(net):
    here, other = worker(1, 家庭人口="2"), worker(2, 家庭人口="2")
    here |= {"本人月平均收入": "", "家庭非薪资年收入": "0", "医疗支出": ""}
    other |= {"家庭非薪资年收入": "", "医疗支出": ""}
    members = [member(here, 3), member(other, 4, 月收入="")]
    batch_id = staged(net.east, [here, other], members)
    told = {
        (line.row.head_name, line.row.member_name): [one.reason for one in line.told]
        for line in lines(batch_id, Tab.CHECK, net.east)
    }
    assert told == {
        ("甲二", ""): ["“本人月平均收入”空缺，此户待核实"],
        ("甲三", ""): ["“家庭非薪资年收入”空缺，此户待核实"],
        ("甲三", "乙五"): ["“月收入”空缺，此户待核实"],
    }


def test_a_column_that_neither_table_nor_file_tells_of_is_to_be_checked(net):
    """A household on file keeps what is known of it, and is as well known as before."""
    whole, new = worker(1), worker(2)
    net.take_in([whole])
    for row in (whole, new):
        del row["本人月平均收入"]
    (line,) = lines(staged(net.east, [whole, new]), Tab.CHECK, net.east)
    assert line.row.head_name == "甲三"
    assert [one.reason for one in line.told] == [
        "表中没有“本人月平均收入”列，在档的也没有，此户待核实"
    ]


def test_a_household_whose_members_go_back_is_to_be_checked(net):
    here = worker(1, 家庭人口="3")
    members = [member(here, 3, 身份证号="449999"), member(here, 4, 身份证号="449998")]
    batch_id = staged(net.east, [here], members)
    (line,) = lines(batch_id, Tab.CHECK, net.east)
    assert [one.reason for one in line.told] == ["2 名家庭成员的行退回，此户待核实"]
    assert len(lines(batch_id, Tab.BACK, net.east)) == 2
