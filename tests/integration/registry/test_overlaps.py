"""Which files share a person or a card: over the whole register, told as far as the asker sees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bangfu.registry.models import Household, Membership
from bangfu.registry.queries.overlaps import Overlap, overlaps_of
from bangfu.scope.actors import Actor, acting
from makers.people import card
from makers.tables import NOVEMBER, OCTOBER, Net, member, worker

WEST = {"所属工会": "西县纺织厂工会", "行政区划代码": "449902", "县市区": "西县"}
SHARED, OWN = card(7), card(8)


@pytest.fixture
def net(db) -> Net:
    return Net()


def told(net: Net, by: Actor, on=OCTOBER) -> dict[str, list[tuple[str, str, str]]]:
    """By file: kind, whose number it is, and in which file with which relation, "" out of sight."""
    with acting(net.machine):
        numbers = dict(Household.objects.values_list("id", "file_no"))
    with acting(by):
        overlaps = overlaps_of(list(numbers), on)
    return {
        numbers[household][-1]: sorted(_told(one) for one in of_file)
        for household, of_file in overlaps.items()
    }


def _told(one: Overlap) -> tuple[str, str, str]:
    there = f"{one.other.file_no[-1]}{one.other.relation}" if one.other else ""
    return one.kind.value, one.relation, there


def test_one_card_of_five_families_in_two_counties(net):
    families = [worker(n, 银行卡号=SHARED) for n in (1, 2, 3)]
    families += [worker(n, 银行卡号=SHARED, **WEST) for n in (4, 5)]
    net.take_in([*families, worker(6, 银行卡号=OWN)])
    east = told(net, net.east)
    assert east.keys() == {"1", "2", "3"}
    assert east["1"] == [("card", "", ""), ("card", "", ""), ("card", "", "2"), ("card", "", "3")]
    above = told(net, net.officer("C"))
    assert [len(above[file]) for file in sorted(above)] == [4, 4, 4, 4, 4]
    assert above["5"][0] == ("card", "", "1")


def test_a_worker_who_is_a_member_elsewhere_and_a_child_in_two_households(net):
    one, two = worker(1, 家庭人口="2"), worker(2, 家庭人口="3", **WEST)
    spouse = {"身份证号": one["身份证号"], "姓名": one["姓名"], "性别": "男", "关系": "丈夫"}
    members = [member(one, 12), member(two, 12), member(two, 1, **spouse, 出生日期="1970-01-01")]
    net.take_in([one, two], members)
    assert told(net, net.machine) == {
        "1": [("person", "女儿", "2女儿"), ("person", "本人", "2配偶")],
        "2": [("person", "女儿", "1女儿"), ("person", "配偶", "1本人")],
    }
    assert told(net, net.west) == {"2": [("person", "女儿", ""), ("person", "配偶", "")]}


def test_it_is_of_the_day_and_of_no_number_that_was_given_up(net):
    one, two = worker(1, 银行卡号=SHARED), worker(2, 银行卡号=SHARED)
    child = [member(one, 12), member(two, 12)]
    net.take_in([one, two], child)
    assert told(net, net.machine, OCTOBER - timedelta(days=365)) == {}
    net.take_in([{**two, "银行卡号": OWN}], [child[1]], as_of=NOVEMBER)
    with acting(net.machine):
        Membership.objects.filter(household__file_no=one["档案编号"]).exclude(
            relation="本人"
        ).update(held_until=NOVEMBER)
    assert told(net, net.east)["1"] == [("card", "", "2"), ("person", "女儿", "2女儿")]
    assert told(net, net.east, NOVEMBER)["1"] == [("person", "女儿", "2女儿")]
    assert told(net, net.east, NOVEMBER + timedelta(days=1)) == {}


def test_the_number_tells_the_pair_and_is_another_with_another_card(net):
    net.take_in([worker(n, 银行卡号=SHARED) for n in (1, 2, 3)])
    of_card = _pairs(net, OCTOBER)
    assert len(of_card) == 3  # three pairs, each the same from both sides
    net.take_in([worker(n, 银行卡号=OWN) for n in (1, 2, 3)], as_of=NOVEMBER)
    later = _pairs(net, NOVEMBER)
    assert len(later) == 3
    assert not later & of_card


def _pairs(net: Net, on) -> set[bytes]:
    """What tells each overlap of the register from all others."""
    with acting(net.machine):
        every = list(Household.objects.values_list("id", flat=True))
        return {overlap.pair for of_file in overlaps_of(every, on).values() for overlap in of_file}
