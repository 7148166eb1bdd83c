"""A table names another worker for a file: a member on file takes the place, from the reporting day on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bangfu.eligibility.commands.change_household import change_household
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.enums import Tab
from bangfu.registry.commands.recording.members import Joins, Leaves
from bangfu.registry.models import Household, Membership, Person
from bangfu.scope.actors import acting
from bangfu.vault.models import Secret
from makers.households import household_as_of
from makers.tables import NOVEMBER, OCTOBER, Net, identity, member, reasons, worker

from .test_preview_lines import changes, lines, staged

HUSBAND = worker(1, 家庭人口="3", 手机="13900001234", 民族="汉族")
WIFE = member(
    HUSBAND, 8, 姓名="丙一", 关系="配偶", 性别="女", 身份证号=identity(8), 出生日期="1970-01-01", 月收入="450"
)  # fmt: skip
SON = member(HUSBAND, 3)
FILE = HUSBAND["档案编号"]
AS_WORKER = {**HUSBAND, **{key: WIFE[key] for key in ("姓名", "性别", "身份证号", "出生日期")},
             "家庭人口": "2", "手机": "", "本人月平均收入": "450"}  # fmt: skip
AS_MEMBER = member(
    HUSBAND, 1, 姓名=HUSBAND["姓名"], 关系="配偶", 身份证号=HUSBAND["身份证号"], 出生日期="1970-01-01"
)  # fmt: skip


@pytest.fixture
def net(db) -> Net:
    net = Net()
    net.take_in([HUSBAND], [WIFE, SON])
    return net


def on(net, day=NOVEMBER):
    with acting(net.machine):
        return household_as_of(FILE, day, net.machine)


def named(net, day=NOVEMBER):
    held = on(net, day)
    return held.facts.name, [(one.facts.name, one.facts.relation) for one in held.members]


def counts(net):
    with acting(net.machine):
        return [model.objects.count() for model in (Household, Person, Secret)]


def test_the_preview_tells_it_first_and_the_former_is_no_member_any_more(net):
    before = counts(net)
    batch_id = staged(net.east, [AS_WORKER], [SON])
    (line,) = lines(batch_id, Tab.CHANGED, net.east)
    assert changes(line)[:2] == [
        ("changed", "", "户主", HUSBAND["姓名"], "丙一"),
        ("gone", "", "成员", HUSBAND["姓名"], "不再在本户"),
    ]
    assert not any("名单中没有" in each for each in str(changes(line)).split(","))
    (check,) = lines(batch_id, Tab.CHECK, net.east)
    assert [one.reason for one in check.told] == [
        f"户主由“{HUSBAND['姓名']}”换为“丙一”，原户主不再在本户，请核对"
    ]
    merge_register(batch_id=batch_id, by=net.east)
    assert named(net) == ("丙一", [(SON["姓名"], "儿子")])
    assert named(net, NOVEMBER - timedelta(days=1)) == (
        HUSBAND["姓名"], [("丙一", "配偶"), (SON["姓名"], "儿子")],
    )  # fmt: skip
    assert counts(net) == before
    with acting(net.machine):
        assert Household.objects.get().head_name == "丙一"
        held = Membership.objects.filter(relation="本人").order_by("held_from")
        assert [one.held_until for one in held] == [NOVEMBER - timedelta(days=1), None]
    again = net.take_in([AS_WORKER], [SON], as_of=NOVEMBER).counts
    assert (again["households_unchanged"], again["members_unchanged"]) == (1, 1)


def test_a_former_worker_who_stays_is_a_member_and_the_same_person(net):
    before = counts(net)
    row = {**AS_WORKER, "家庭人口": "3"}
    batch_id = staged(net.east, [row], [SON, AS_MEMBER])
    (line,) = lines(batch_id, Tab.CHANGED, net.east)
    assert changes(line)[0] == ("changed", "", "户主", HUSBAND["姓名"], "丙一")
    assert ("added", "配偶", "成员", "无", HUSBAND["姓名"]) in changes(line)
    merge_register(batch_id=batch_id, by=net.east)
    assert named(net) == ("丙一", [(SON["姓名"], "儿子"), (HUSBAND["姓名"], "配偶")])
    assert counts(net) == before
    back = net.take_in([HUSBAND], [WIFE, SON], as_of=NOVEMBER + timedelta(days=10))
    assert back.rejected == 0
    assert named(net, NOVEMBER + timedelta(days=10))[0] == HUSBAND["姓名"]
    assert counts(net) == before


def test_what_a_table_lacks_is_not_carried_over_from_the_former_worker(net):
    row = {key: AS_WORKER[key] for key in ("档案编号", "姓名", "身份证号", "建档日期", "所属工会")}
    assert net.take_in([row], as_of=NOVEMBER).rejected == 0
    facts = on(net).facts
    assert (facts.phone, facts.ethnicity, facts.own_income_fen) == ("", "", 45_000)
    assert (facts.size, facts.homes, facts.opened_on) == (2, 1, on(net, OCTOBER).facts.opened_on)


def test_who_is_no_member_on_file_goes_back_with_what_to_do(net):
    stranger = {**AS_WORKER, "姓名": "丁一", "身份证号": identity(10)}
    report = net.take_in([stranger], [SON], as_of=NOVEMBER)
    assert reasons(report) == [("档案编号", "此编号已属于另一名职工")]
    assert "先把他连同身份证号报为家庭成员" in next(line.mend for line in report.lines if line.mend)
    assert named(net)[0] == HUSBAND["姓名"]


def test_a_day_on_which_it_can_not_be_goes_back(net):
    opened = HUSBAND["建档日期"]
    early = on(net).household.opened_on
    assert str(early) == opened
    report = net.take_in([AS_WORKER], [SON], as_of=early)
    assert [field for field, _ in reasons(report)] == ["姓名"]
    net.take_in([{**HUSBAND, "手机": "13900001235"}], as_of=NOVEMBER + timedelta(days=1))
    report = net.take_in([AS_WORKER], [SON], as_of=NOVEMBER)
    assert reasons(report) == [("姓名", "上报日以后档案已有新的登记，不能从这一天换户主")]
    assert named(net)[0] == HUSBAND["姓名"]


def test_who_left_between_preview_and_merging_goes_back_then(net):
    batch_id = staged(net.east, [AS_WORKER], [SON])
    with acting(net.machine):
        wife = Membership.objects.get(relation="配偶").pk
    change_household(
        file_no=FILE, held_from=NOVEMBER, changes={}, members=[Leaves(wife)], on=NOVEMBER, by=net.east
    )  # fmt: skip
    merged = merge_register(batch_id=batch_id, by=net.east)
    assert (merged.counts["reject"], named(net)) == (1, (HUSBAND["姓名"], [(SON["姓名"], "儿子")]))


def test_a_worker_who_joins_the_old_household_meanwhile_is_told_at_both(net):
    other = worker(2)
    net.take_in([other])
    joins = Joins({"name": other["姓名"], "relation": "配偶", "id_number": other["身份证号"]})
    change_household(
        file_no=FILE, held_from=NOVEMBER, changes={}, members=[joins], on=NOVEMBER, by=net.east
    )
    report = net.take_in(
        [{**AS_WORKER, **{k: other[k] for k in ("姓名", "性别", "身份证号")}}], [SON]
    )
    assert reasons(report) == [("身份证号", f"与档案 {other['档案编号']} 同一身份证号")]
