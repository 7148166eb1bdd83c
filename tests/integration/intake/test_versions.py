"""Imports add versions: what held on a day, and what was known when, stays to be seen."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bangfu.registry.errors import NotYetHeld
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts, Membership, Person
from bangfu.scope.actors import acting
from makers.households import household_as_of
from makers.tables import NOVEMBER, OCTOBER, identity, member, reasons, worker

OPENED = date(2010, 5, 1)


def seen(net, row, day, known_at=None):
    with acting(net.machine):
        return household_as_of(row["档案编号"], day, net.machine, known_at)


def test_first_facts_hold_from_the_opening_day_and_not_before(net):
    net.take_in([worker(1)])
    assert seen(net, worker(1), OPENED).facts.own_income_fen == 30000
    with pytest.raises(NotYetHeld, match="2010-05-01"):
        seen(net, worker(1), OPENED - timedelta(days=1))


def test_a_changed_income_holds_from_the_later_reporting_day(net):
    net.take_in([worker(1)])
    report = net.take_in([worker(1, 本人月平均收入="250.05")], as_of=NOVEMBER)
    assert report.counts["households_changed"] == 1
    assert seen(net, worker(1), NOVEMBER - timedelta(days=1)).facts.own_income_fen == 30000
    assert seen(net, worker(1), NOVEMBER).facts.own_income_fen == 25005


def test_what_was_known_then_can_be_replayed(net):
    net.take_in([worker(1)])
    with acting(net.machine):
        known = HouseholdFacts.objects.get().recorded_at
    net.take_in([worker(1, 本人月平均收入="250")])
    assert seen(net, worker(1), OCTOBER).facts.own_income_fen == 25000
    assert seen(net, worker(1), OCTOBER, known).facts.own_income_fen == 30000
    with pytest.raises(NotYetHeld):
        seen(net, worker(1), OCTOBER, known - timedelta(seconds=1))
    assert timezone.is_aware(known)


def test_the_same_file_again_changes_nothing_and_says_so(net):
    rows = [worker(1, 家庭人口="2", 建筑面积="43.0", 次要致困原因="子女上学、其他")]
    members = [member(rows[0], 11)]
    net.take_in(rows, members)
    again = net.take_in(rows, members)
    assert again.counts["households_unchanged"] == 1
    assert again.counts["members_unchanged"] == 1
    assert all("未变" in line.reason for line in again.lines if line.verdict == "accept")
    with acting(net.machine):
        assert HouseholdFacts.objects.count() == MemberFacts.objects.count() == 1


def test_back_and_forth_keeps_every_version(net):
    for income in ("300", "250", "300"):
        net.take_in([worker(1, 本人月平均收入=income)])
    with acting(net.machine):
        incomes = HouseholdFacts.objects.order_by("id").values_list("own_income_fen", flat=True)
        assert list(incomes) == [30000, 25000, 30000]


def test_an_earlier_reporting_day_does_not_move_what_lists_show(net):
    net.take_in([worker(1, 所属工会="东县中学工会")], as_of=NOVEMBER)
    net.take_in([worker(1, 所属工会="东县机械厂工会")], as_of=NOVEMBER)
    net.take_in([worker(1, 所属工会="东县中学工会")], as_of=OCTOBER)
    with acting(net.machine):
        assert Household.objects.get().union.name == "东县机械厂工会"


def test_lists_follow_the_newest_version_and_rows_move_along(net):
    household = worker(1, 家庭人口="2")
    net.take_in([household], [member(household, 11)])
    moved = {
        "所属工会": "西县纺织厂工会",
        "行政区划代码": "449902",
        "所属系统": "商贸",
        "姓名": "甲新",
    }
    net.take_in([{**household, **moved}], as_of=NOVEMBER)
    with acting(net.machine):
        listed = Household.objects.get()
        assert (listed.union.name, listed.area_code) == ("西县纺织厂工会", "449902")
        assert (listed.system, listed.head_name) == ("商贸", "甲新")
    with acting(net.west):
        assert Household.objects.count() == MemberFacts.objects.count() == 1
        assert HouseholdFacts.objects.count() == 2
    with acting(net.east):
        assert Person.objects.count() == 0
    assert seen(net, household, OCTOBER).facts.name == household["姓名"]


def test_a_member_absent_later_is_flagged_told_and_kept(net):
    household = worker(1, 家庭人口="3")
    both = [member(household, 11), member(household, 12)]
    net.take_in([household], both)
    report = net.take_in([household], both[:1], as_of=NOVEMBER)
    assert report.counts["members_absent"] == 1
    assert any("未出现在本次名单" in line.reason for line in report.lines)
    members = seen(net, household, NOVEMBER).members
    assert [one.absent for one in members] == [False, True]
    assert [one.absent for one in seen(net, household, OCTOBER).members] == [False, False]
    again = net.take_in([household], both[:1], as_of=NOVEMBER)
    assert again.counts["members_absent"] == 0
    back = net.take_in([household], both, as_of=NOVEMBER)
    assert back.counts["members_changed"] == 1
    assert not any(one.absent for one in seen(net, household, NOVEMBER).members)


def test_a_file_without_members_says_nothing_of_them(net):
    household = worker(1, 家庭人口="2")
    net.take_in([household], [member(household, 11)])
    report = net.take_in([household], as_of=NOVEMBER)
    assert report.counts["members_absent"] == 0


def test_members_match_on_identity_before_name(net):
    household = worker(1, 家庭人口="2")
    net.take_in([household], [member(household, 11)])
    renamed = member(household, 11, 姓名="乙改名", 关系="其他")
    report = net.take_in([household], [renamed], as_of=NOVEMBER)
    assert (report.counts["members_new"], report.counts["members_changed"]) == (0, 1)
    with acting(net.machine):
        assert Membership.objects.exclude(relation="本人").get().relation == "其他"
    assert seen(net, household, OCTOBER).members[0].facts.relation == "儿子"


def test_members_match_on_name_birth_and_relation_when_the_number_was_mended(net):
    household = worker(1, 家庭人口="2")
    net.take_in([household], [member(household, 11)])
    mended = member(household, 11, 身份证号=identity(13, "20000101"))
    report = net.take_in([household], [mended], as_of=NOVEMBER)
    assert (report.counts["members_new"], report.counts["members_changed"]) == (0, 1)
    before, after = (seen(net, household, day).members[0].identity for day in (OCTOBER, NOVEMBER))
    assert before.secret_id != after.secret_id


def test_a_member_row_that_went_back_is_kept_as_missing_until_mended(net):
    household = worker(1, 家庭人口="3")
    good, bad = member(household, 11), member(household, 12, 月收入="很少")
    report = net.take_in([household], [good, bad])
    assert [field for field, _ in reasons(report)] == ["月收入"]
    assert seen(net, household, OCTOBER).facts.missing_members == [2]
    net.take_in([household], [good, {**bad, "月收入": "120"}], as_of=NOVEMBER)
    now = seen(net, household, NOVEMBER)
    assert now.facts.missing_members == []
    assert [one.facts.ordinal for one in now.members] == [1, 2]


def test_members_alone_join_a_household_on_file(net):
    household = worker(1, 家庭人口="3")
    net.take_in([household])
    rows = [member(household, 11), member(household, 12, 月收入="很少")]
    report = net.take_in([], rows, as_of=NOVEMBER)
    assert report.counts["members_new"] == 1
    assert seen(net, household, NOVEMBER).facts.missing_members == [2]
    assert seen(net, household, NOVEMBER).facts.own_income_fen == 30000
    assert seen(net, household, OCTOBER).members == []


def test_members_wait_for_a_worker_who_went_back(net):
    household = worker(1, 所属工会="没有这个工会")
    report = net.take_in([household], [member(household, 11)])
    assert report.counts["members_waiting"] == 1
    with acting(net.machine):
        assert not Household.objects.exists()


def test_unknown_is_never_no(net):
    blank = {"本人月平均收入": "", "住房套数": "", "机动车": "", "家庭人口": ""}
    net.take_in([worker(1, **blank)])
    facts = seen(net, worker(1), OCTOBER).facts
    assert (facts.own_income_fen, facts.homes, facts.vehicle, facts.size) == (None,) * 4
    assert facts.other_income_fen == 0


def test_a_file_out_of_sight_is_not_on_file(net):
    net.take_in([worker(1)])
    with acting(net.west), pytest.raises(Household.DoesNotExist):
        household_as_of(worker(1)["档案编号"], OCTOBER, net.west)


def test_a_member_recorded_for_an_earlier_day_is_a_member_from_then_on(net):
    alone, together = worker(1), worker(1, 家庭人口="2")
    net.take_in([alone], as_of=date(2010, 9, 30))
    for as_of in (NOVEMBER, OCTOBER):
        net.take_in([together], [member(together, 1)], as_of=as_of)
    with acting(net.machine):
        assert Membership.objects.exclude(relation="本人").get().held_from == OCTOBER
        persons = [
            household_as_of(alone["档案编号"], day, net.machine).persons
            for day in (date(2010, 9, 30), OCTOBER, NOVEMBER)
        ]
    assert persons == [1, 2, 2]


def test_a_newborn_comes_without_a_number_and_keeps_the_row_when_it_is_there(net):
    row = worker(1, 家庭人口="2")
    born = {"出生日期": "2010-09-20", "身份证号": ""}
    report = net.take_in([row], [member(row, 11, **born)])
    assert report.rejected == 0
    assert "请在 2011-09-20 前补报" in report.lines[-1].reason
    before = seen(net, row, OCTOBER)
    assert (before.facts.missing_members, before.members[0].identity) == ([], None)
    again = net.take_in([row], [member(row, 11, **born)], as_of=NOVEMBER)
    assert again.counts["members_unchanged"] == 1
    numbered = member(row, 11, 出生日期="2010-09-20", 身份证号=identity(11, "20100920"))
    assert net.take_in([row], [numbered], as_of=NOVEMBER).counts["members_changed"] == 1
    assert len(seen(net, row, NOVEMBER).members) == 1
    assert seen(net, row, NOVEMBER).members[0].identity is not None


@pytest.mark.parametrize("born", ["2009-10-30", ""])
def test_who_is_no_newborn_goes_back_without_a_number(net, born):
    row = worker(1, 家庭人口="2")
    report = net.take_in([row], [member(row, 11, 出生日期=born, 身份证号="")])
    assert ("身份证号", "空缺") in reasons(report)
    assert "未满一周岁还没有号码的" in report.lines[-1].mend


def test_a_name_of_a_hundred_characters_is_kept_whole_and_a_longer_one_goes_back(net):
    name = "阿卜杜热合曼·" * 14 + "买买"
    assert net.take_in([worker(1, 姓名=name)]).rejected == 0
    assert seen(net, worker(1), OCTOBER).household.head_name == name
    report = net.take_in([worker(2, 姓名=name + "提")])
    assert ("姓名", "文字过长") in reasons(report)
