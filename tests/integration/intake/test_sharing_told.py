"""A person or a card that another file has, too, comes in and is told, as far as the sender may see."""

from __future__ import annotations

from bangfu.audit.models import Entry
from bangfu.intake.enums import Tab
from bangfu.intake.models import ImportBatch, StagedRow
from bangfu.scope.actors import acting
from makers.people import card
from makers.tables import NOVEMBER, member, reasons, worker

WEST = {"所属工会": "西县纺织厂工会", "行政区划代码": "449902", "县市区": "西县"}
SETTLE, ABOVE = "须核实处理后才能提交", "由上级工会核实处理后才能提交"


def told(net, report) -> list[str]:
    """What the yellow tab says, row by row."""
    with acting(net.machine):
        rows = StagedRow.objects.filter(batch_id=report.batch_id, to_check=True).order_by("id")
        batch = ImportBatch.objects.get(pk=report.batch_id)
        assert batch.outline["tabs"][Tab.CHECK] == len(rows)
        return [
            "；".join(one["reason"] for one in row.remarks if one["code"] == "notice")
            for row in rows
        ]


def test_within_one_import_both_rows_are_told(net):
    one, two = (worker(n, 家庭人口="2", 银行卡号=card(7)) for n in (1, 2))
    spouse = {
        "身份证号": one["身份证号"],
        "姓名": one["姓名"],
        "性别": "男",
        "出生日期": "1970-01-01",
    }
    report = net.take_in(
        [one, two], [member(one, 12), member(two, 2, **spouse, 关系="丈夫")], by=net.east
    )
    numbers = [each["档案编号"] for each in (one, two)]
    person, shared = (f"此人也在档案 {{}} 中，{SETTLE}", f"银行卡号与档案 {{}} 相同，{SETTLE}")
    assert told(net, report) == [
        f"{person.format(numbers[1])}；{shared.format(numbers[1])}",
        shared.format(numbers[0]),
        person.format(numbers[0]),
    ]
    assert reasons(report) == []


def test_of_a_file_out_of_sight_only_that_there_is_one(net):
    """A child of two households, and one card, in two counties: told, logged, and nothing of whose."""
    east, west = (
        worker(1, 家庭人口="2", 银行卡号=card(7)),
        worker(2, 家庭人口="2", 银行卡号=card(7), **WEST),
    )
    net.take_in([east], [member(east, 12)], by=net.east)
    report = net.take_in([west], [member(west, 12)], by=net.west)
    assert reasons(report) == []
    assert told(net, report) == [
        f"银行卡号与您管辖范围以外的档案相同，{ABOVE}",
        f"此人也在您管辖范围以外的档案中，{ABOVE}",
    ]
    shown = " ".join(" ".join(map(str, line.cells())) for line in report.lines)
    assert east["档案编号"] not in shown
    with acting(net.machine):
        logged = Entry.objects.get(action="registry.met_elsewhere")
    assert (logged.union_id, logged.detail) == (net.west.union_id, {"count": 2})


def test_a_worker_who_is_a_member_elsewhere_comes_in_and_is_told(net):
    one, two = worker(1, 家庭人口="2"), worker(2)
    spouse = {
        "身份证号": two["身份证号"],
        "姓名": two["姓名"],
        "性别": "女",
        "出生日期": "1970-01-01",
    }
    net.take_in([one], [member(one, 2, **spouse, 关系="妻子")], by=net.east)
    report = net.take_in([two], by=net.east)
    assert reasons(report) == []
    assert told(net, report) == [f"此人也在档案 {one['档案编号']} 中，{SETTLE}"]


def test_what_this_very_import_corrects_is_not_told(net):
    one, two = (worker(n, 银行卡号=card(7)) for n in (1, 2))
    net.take_in([one, two], by=net.east)
    report = net.take_in([one, {**two, "银行卡号": card(8)}], by=net.east, as_of=NOVEMBER)
    assert told(net, report) == []
