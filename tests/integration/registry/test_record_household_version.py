"""One file changed through the same writer as an import: a version more, and nothing overwritten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from bangfu.audit.models import Entry
from bangfu.registry.commands.record_household_version import record_household_version
from bangfu.registry.enums import Change
from bangfu.registry.errors import (
    FactOutOfBounds,
    FieldBlank,
    HeldAhead,
    NotOnFile,
    NotYetHeld,
    PersonOnFile,
)
from bangfu.registry.models import Household, HouseholdFacts
from bangfu.registry.rules.bounds import MOST_FEN, MOST_PERSONS
from bangfu.scope.actors import acting
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from bangfu.vault.models import Secret
from makers.households import household_as_of
from makers.tables import NOVEMBER, OCTOBER, Net, identity, worker

ROW = worker(1, 开户行="茂名银行", 银行卡号="6228480000000000018")
FILE = ROW["档案编号"]
#: What a version has of its own.
OWN = {
    "id", "held_from", "recorded_at", "recorded_by", "source", "source_id", "content_digest",
}  # fmt: skip


@pytest.fixture
def net(db) -> Net:
    return Net()


def change(net, on=NOVEMBER, held_from=NOVEMBER, by=None, file_no=FILE, **changes) -> Change:
    return record_household_version(
        file_no=file_no, held_from=held_from, changes=changes, on=on, by=by or net.east
    )


def facts(net, day=NOVEMBER) -> HouseholdFacts:
    with acting(net.machine):
        return household_as_of(FILE, day, net.machine).facts


def said(version: HouseholdFacts) -> dict[str, object]:
    return {
        each.attname: getattr(version, each.attname)
        for each in version._meta.concrete_fields
        if each.attname not in OWN
    }


def versions(net) -> int:
    with acting(net.machine):
        return HouseholdFacts.objects.count()


def test_one_changed_value_makes_a_version_that_is_otherwise_the_same(net):
    net.take_in([ROW])
    before = facts(net)
    assert change(net, own_income_fen=45_000, health="良好") is Change.CHANGED
    after = facts(net)
    assert said(after) == {**said(before), "own_income_fen": 45_000, "health": "良好"}
    assert (after.source, after.source_id, after.recorded_by) == ("page", None, net.east.name)
    assert (before.source, after.held_from) == ("import", NOVEMBER)
    assert said(facts(net, OCTOBER)) == said(before)
    with acting(net.machine):
        assert Secret.objects.count() == 2  # neither number was opened or sealed again
        (entry,) = Entry.objects.filter(action="registry.record")
        assert (entry.subject_kind, entry.detail) == ("household", {"day": str(NOVEMBER)})


def test_what_is_on_file_already_makes_no_version_whoever_brings_it(net):
    net.take_in([ROW])
    assert change(net, own_income_fen=30_000, card_number="6228480000000000018") is (
        Change.UNCHANGED
    )
    assert versions(net) == 1
    change(net, own_income_fen=45_000)
    assert change(net, own_income_fen=45_000) is Change.UNCHANGED
    report = net.take_in([{**ROW, "本人月平均收入": "450"}], as_of=NOVEMBER)
    assert report.counts["households_unchanged"] == 1
    assert versions(net) == 2
    with acting(net.machine):
        assert Entry.objects.filter(action="registry.record").count() == 1


def test_a_new_number_is_sealed_and_what_lists_show_follows(net):
    net.take_in([ROW])
    change(net, name="甲改名", id_number=identity(3))
    after = facts(net)
    with acting(net.machine):
        assert Secret.objects.count() == 3
        assert Household.objects.get().head_name == after.name == "甲改名"
    assert after.card_secret_id == facts(net, OCTOBER).card_secret_id
    assert after.id_secret_id != facts(net, OCTOBER).id_secret_id


def test_a_correction_of_an_earlier_day_leaves_later_versions_and_lists_alone(net):
    net.take_in([ROW], as_of=OCTOBER)
    net.take_in([{**ROW, "姓名": "甲后来"}], as_of=NOVEMBER)
    day = date(2010, 11, 1)
    assert change(net, held_from=day, name="甲当时") is Change.CHANGED
    assert [facts(net, each).name for each in (OCTOBER, day, NOVEMBER)] == [
        ROW["姓名"],
        "甲当时",
        "甲后来",
    ]
    with acting(net.machine):
        assert Household.objects.get().head_name == "甲后来"


def test_what_cannot_be_is_refused_and_nothing_is_kept(net):
    other = worker(2, 所属工会="西县纺织厂工会", 行政区划代码="449902", 县市区="西县")
    net.take_in([ROW, other])
    for refused, asked in (
        (NotPermitted, {"by": net.officer("E", Role.AUDITOR)}),
        (NotOnFile, {"by": net.west}),
        (NotYetHeld, {"held_from": date(2009, 1, 1)}),
        (HeldAhead, {"on": OCTOBER}),
        (FieldBlank, {"name": ""}),
        (FactOutOfBounds, {"own_income_fen": -1}),
        (FactOutOfBounds, {"own_income_fen": MOST_FEN + 1}),
        (FactOutOfBounds, {"size": 0}),
        (FactOutOfBounds, {"size": MOST_PERSONS + 1}),
        (FactOutOfBounds, {"floor_area": Decimal("100000")}),
        (FactOutOfBounds, {"address": "甲" * 201}),
        (FactOutOfBounds, {"health": "不明"}),
        (FactOutOfBounds, {"secondary_causes": ("子女上学", "其他", "下岗失业", "遭受意外事故")}),
        (FactOutOfBounds, {"vehicle": "有"}),
        (FactOutOfBounds, {"opened_on": "2010-05-01"}),
        (FactOutOfBounds, {"education_fen": 100, "compulsory_education_fen": 101}),
        (FactOutOfBounds, {"id_number": identity(2)[:-1]}),
        (PersonOnFile, {"id_number": identity(2), "by": net.officer("C")}),
        (KeyError, {"union_name": "同名厂工会"}),
        (KeyError, {"nothing_like_it": 1}),
    ):
        with pytest.raises(refused):
            change(net, **{"own_income_fen": 1, **asked})
    assert versions(net) == 2


def test_of_two_at_once_neither_loses_what_it_changed(fresh_database):
    net = Net()
    net.take_in([ROW])

    def aside(attr: str) -> Change:
        try:
            return change(net, **{attr: 77})
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        attrs = ("own_income_fen", "other_income_fen", "medical_fen", "education_fen") * 2
        ended = list(pool.map(aside, attrs))
    assert sorted(ended) == [Change.CHANGED] * 4 + [Change.UNCHANGED] * 4
    assert {getattr(facts(net), attr) for attr in attrs} == {77}
