"""Members of one file join, are told of anew and leave, through the same writer as an import."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.audit.models import Entry
from bangfu.eligibility.commands.change_household import change_household
from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.models import Determination, Mark
from bangfu.registry.commands.record_household_version import record_household_version
from bangfu.registry.commands.recording.members import Amended, Joins, Leaves, Succeeds
from bangfu.registry.enums import Change
from bangfu.registry.errors import FactOutOfBounds, FieldBlank, NotAMember, PersonOnFile
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts, Membership, Person
from bangfu.registry.queries.as_of import HouseholdAsOf
from bangfu.registry.queries.overlaps import overlaps_of
from bangfu.scope.actors import acting, operator
from bangfu.scope.models import TIERS
from bangfu.vault.models import Secret
from makers.households import household_as_of
from makers.tables import NOVEMBER, OCTOBER, Net, identity, member, worker

ROW = worker(1)
SON = member(ROW, 3, 月收入="300")
FILE = ROW["档案编号"]
ELSEWHERE = worker(2, 所属工会="西县纺织厂工会", 行政区划代码="449902", 县市区="西县")
WIFE = {"name": "丙一", "relation": "配偶", "id_number": identity(8), "income_fen": 120_000}


@pytest.fixture
def net(db) -> Net:
    net = Net()
    net.take_in([ROW, ELSEWHERE], [SON])
    return net


def change(net, *members, held_from=NOVEMBER, by=None, **changes) -> Change:
    return record_household_version(
        file_no=FILE, held_from=held_from, changes=changes, members=members, on=NOVEMBER,
        by=by or net.east,
    )  # fmt: skip


def on(net, day=NOVEMBER) -> HouseholdAsOf:
    with acting(net.machine):
        return household_as_of(FILE, day, net.machine)


def named(net, day=NOVEMBER) -> list[tuple[str, str, int | None]]:
    return [
        (one.facts.name, one.facts.relation, one.facts.income_fen) for one in on(net, day).members
    ]


def son(net) -> int:
    with acting(net.machine):
        return Membership.objects.get(relation="儿子").pk


def counts(net) -> dict[str, int]:
    tables = (HouseholdFacts, MemberFacts, Person, Membership, Secret)
    with acting(net.machine):
        return {model.__name__: model.objects.count() for model in tables}


def test_who_joins_is_a_member_from_that_day_on_with_the_number_in_the_vault(net):
    before = counts(net)
    assert change(net, Joins(WIFE)) is Change.CHANGED
    assert named(net) == [(SON["姓名"], "儿子", 30_000), ("丙一", "配偶", 120_000)]
    assert named(net, NOVEMBER - timedelta(1)) == [(SON["姓名"], "儿子", 30_000)]
    after = counts(net)
    assert {name: after[name] - before[name] for name in after} == {
        "HouseholdFacts": 0, "MemberFacts": 1, "Person": 1, "Membership": 1, "Secret": 1,
    }  # fmt: skip
    with acting(net.machine):
        household = Household.objects.get(file_no=FILE)
        facts = MemberFacts.objects.get(name="丙一")
        assert (facts.source, facts.source_id, facts.recorded_by) == ("page", None, net.east.name)
        for row in (facts, facts.membership, facts.membership.person):
            for column in (*TIERS, "system"):
                assert getattr(row, column) == getattr(household, column)
        assert WIFE["id_number"].encode() not in bytes(facts.id_secret.sealed)
        (entry,) = Entry.objects.filter(action="registry.record")
        assert entry.detail == {"day": str(NOVEMBER), "members": 1}


def test_what_is_told_anew_of_a_member_leaves_the_rest_and_the_number_as_they_were(net):
    before = counts(net)
    assert change(net, Amended(son(net), {"income_fen": None, "health": "良好"})) is Change.CHANGED
    assert named(net) == [(SON["姓名"], "儿子", None)]
    assert named(net, OCTOBER) == [(SON["姓名"], "儿子", 30_000)]
    now, then = on(net).members[0].facts, on(net, OCTOBER).members[0].facts
    assert (now.health, now.birth_date, now.ordinal) == ("良好", then.birth_date, then.ordinal)
    assert now.id_secret_id == then.id_secret_id
    assert counts(net) == {**before, "MemberFacts": before["MemberFacts"] + 1}


def test_a_member_that_is_told_of_as_on_file_makes_no_version_whoever_brings_it(net):
    before = counts(net)
    same = {"income_fen": 30_000, "id_number": SON["身份证号"]}
    assert change(net, Amended(son(net), same)) is Change.UNCHANGED
    assert counts(net) == before
    change(net, Amended(son(net), {"income_fen": 45_000}))
    assert change(net, Amended(son(net), {"income_fen": 45_000})) is Change.UNCHANGED
    report = net.take_in([ROW], [{**SON, "月收入": "450"}], as_of=NOVEMBER)
    assert report.counts["members_unchanged"] == 1
    assert counts(net) == {**before, "MemberFacts": before["MemberFacts"] + 1}
    with acting(net.machine):
        assert Entry.objects.filter(action="registry.record").count() == 1


def test_a_members_new_number_and_name_are_sealed_and_followed(net):
    change(net, Amended(son(net), {"name": "乙改名", "id_number": identity(5, "20000101")}))
    with acting(net.machine):
        person = Membership.objects.get(relation="儿子").person
        assert person.name == "乙改名"
        assert person.id_secret_id == on(net).members[0].facts.id_secret_id
    assert on(net, OCTOBER).members[0].facts.id_secret_id != person.id_secret_id


def test_who_leaves_is_a_member_until_the_day_before_and_stays_on_file(net):
    assert change(net, Leaves(son(net))) is Change.CHANGED
    assert named(net) == []
    assert named(net, NOVEMBER - timedelta(1)) == [(SON["姓名"], "儿子", 30_000)]
    with pytest.raises(NotAMember):
        change(net, Amended(son(net), {"income_fen": 1}))


def test_worker_and_members_change_in_one_act(net):
    assert change(net, Leaves(son(net)), Joins(WIFE), own_income_fen=45_000) is Change.CHANGED
    assert named(net) == [("丙一", "配偶", 120_000)]
    assert on(net).facts.own_income_fen == 45_000
    with acting(net.machine):
        (entry,) = Entry.objects.filter(action="registry.record")
        assert entry.detail == {"day": str(NOVEMBER), "members": 2}


def test_a_row_that_went_back_is_made_good_by_who_joins_in_its_place(net):
    row = worker(4)
    net.take_in([row], [member(row, 7, 关系="？")])
    with acting(net.machine):
        assert HouseholdFacts.objects.get(name=row["姓名"]).missing_members == [1]
    record_household_version(
        file_no=row["档案编号"], held_from=NOVEMBER, changes={}, members=[Joins(WIFE, 1)],
        on=NOVEMBER, by=net.east,
    )  # fmt: skip
    with acting(net.machine):
        now = household_as_of(row["档案编号"], NOVEMBER, net.machine)
    assert now.facts.missing_members == []
    assert [one.facts.ordinal for one in now.members] == [1]


def test_what_cannot_be_of_a_member_is_refused_and_nothing_is_kept(net):
    before = counts(net)
    for refused, asked, more in (
        (FieldBlank, Joins({**WIFE, "name": ""}), {}),
        (FieldBlank, Joins({"name": "丙一", "relation": "配偶"}), {}),
        (FieldBlank, Amended(son(net), {"relation": ""}), {}),
        (FactOutOfBounds, Joins({**WIFE, "income_fen": -1}), {}),
        (FactOutOfBounds, Amended(son(net), {"school_entry_year": 1949}), {}),
        (FactOutOfBounds, Amended(son(net), {"relation": "某人"}), {}),
        (PersonOnFile, Joins({**WIFE, "id_number": ROW["身份证号"]}), {}),
        (PersonOnFile, Joins({**WIFE, "id_number": SON["身份证号"]}), {}),
        (PersonOnFile, Amended(son(net), {"id_number": ROW["身份证号"]}), {}),
        (NotAMember, Amended(0, {"income_fen": 1}), {}),
        (NotAMember, Leaves(son(net)), {"held_from": date(2010, 5, 1)}),
        (KeyError, Amended(son(net), {"file_no": FILE}), {}),
        (KeyError, Joins({**WIFE, "nothing_like_it": 1}), {}),
    ):
        with pytest.raises(refused):
            change(net, asked, own_income_fen=1, **more)
    with pytest.raises(PersonOnFile):
        change(net, Joins(WIFE), Joins({**WIFE, "name": "丙二"}))
    assert counts(net) == before


def test_who_is_in_another_file_joins_and_both_files_tell_of_it(net):
    here, there = worker(4), ELSEWHERE
    net.take_in([here])
    for other in (here, there):
        assert change(net, Joins({**WIFE, "id_number": other["身份证号"]})) is Change.CHANGED
    with acting(net.machine):
        ids = {one.file_no: one.pk for one in Household.objects.all()}
    seen = {here["档案编号"]: [FILE], FILE: [here["档案编号"], None], there["档案编号"]: [None]}
    for file_no, others in seen.items():
        with acting(net.west if file_no == there["档案编号"] else net.east):
            told = overlaps_of([ids[file_no]], NOVEMBER)[ids[file_no]]
        assert sorted((one.other and one.other.file_no for one in told), key=str) == others
    with acting(net.machine):
        (met,) = Entry.objects.filter(action="registry.met_elsewhere")
        assert (met.subject, met.detail) == (str(ids[FILE]), {"count": 1})


def test_a_workers_new_number_that_is_in_a_file_elsewhere_is_a_look(net):
    """Whoever is a worker elsewhere is refused; a member elsewhere is told at both files, as one who joins."""
    record_household_version(
        file_no=ELSEWHERE["档案编号"], held_from=NOVEMBER, on=NOVEMBER, by=net.west,
        changes={"id_number": SON["身份证号"]},
    )  # fmt: skip
    with acting(net.machine):
        (met,) = Entry.objects.filter(action="registry.met_elsewhere")
        assert met.detail == {"count": 1}


def test_a_change_of_members_is_decided_anew(net):
    with acting(operator()):
        household = Household.objects.get(file_no=FILE).pk
        Mark.objects.all().delete()
    redecide(on=NOVEMBER, by=operator())
    asked = {"file_no": FILE, "held_from": NOVEMBER, "on": NOVEMBER, "by": net.east}
    change_household(**asked, changes={}, members=[Joins(WIFE)])
    with acting(operator()):
        assert list(Mark.objects.values_list("household_id", "from_day")) == [(household, NOVEMBER)]
    assert waiting() == ["bangfu.eligibility.tasks.reassess"]
    redecide(on=NOVEMBER, by=operator())
    with acting(operator()):
        rows = Determination.objects.filter(household_id=household).order_by("holds_from")
        assert [(row.holds_from, row.persons) for row in rows][-1] == (NOVEMBER, 3)
    assert change_household(**asked, changes={}, members=[]) is Change.UNCHANGED
    with acting(operator()):
        assert not Mark.objects.exists()


def waiting() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select task_name from procrastinate_jobs")
        return [name for (name,) in cursor.fetchall()]


def test_a_member_takes_the_place_of_a_worker_who_died(net):
    change(net, Joins({**WIFE, "sex": "女", "health": "良好"}), size=3)
    later = NOVEMBER + timedelta(days=10)
    with acting(net.machine):
        wife = Membership.objects.get(relation="配偶")
    took = record_household_version(
        file_no=FILE, held_from=later, changes={"work_status": "在岗"},
        members=(Succeeds(wife.pk),), on=later, by=net.east,
    )  # fmt: skip
    assert took is Change.CHANGED
    now, before = on(net, later), on(net, later - timedelta(days=1))
    assert (now.facts.name, now.facts.own_income_fen, now.facts.size) == ("丙一", 120_000, 2)
    assert (now.facts.work_status, now.facts.employer, now.card) == ("在岗", "", None)
    assert [one.facts.name for one in now.members] == [SON["姓名"]]
    assert (before.facts.name, len(before.members)) == (ROW["姓名"], 2)
    with acting(net.machine):
        household = Household.objects.get(file_no=FILE)
        assert household.head_name == "丙一"
        assert now.facts.id_secret_id == wife.person.id_secret_id
        held = Membership.objects.filter(household=household, relation="本人").order_by("held_from")
        assert [one.held_until for one in held] == [later - timedelta(days=1), None]
        assert Person.objects.filter(name=ROW["姓名"]).exists()
    report = net.take_in([{**ROW, "姓名": "丙一", "性别": "女", "身份证号": identity(8),
                           "出生日期": "1970-01-01"}], [SON], as_of=later)  # fmt: skip
    assert report.rejected == 0
    assert on(net, later).facts.name == "丙一"


def test_who_left_joins_another_household_on_that_day_and_comes_back_later(net):
    gone, back = NOVEMBER, NOVEMBER + timedelta(days=10)
    change(net, Leaves(son(net)), held_from=gone)
    joins = Joins({"name": SON["姓名"], "relation": "儿子", "id_number": SON["身份证号"]})
    record_household_version(
        file_no=ELSEWHERE["档案编号"], held_from=gone, changes={}, members=(joins,), on=gone,
        by=net.west,
    )  # fmt: skip
    with acting(net.machine):
        elsewhere = Membership.objects.get(
            household__file_no=ELSEWHERE["档案编号"], relation="儿子"
        )
    record_household_version(
        file_no=ELSEWHERE["档案编号"], held_from=back, changes={}, members=(Leaves(elsewhere.pk),),
        on=back, by=net.west,
    )  # fmt: skip
    record_household_version(
        file_no=FILE, held_from=back, changes={}, members=(joins,), on=back, by=net.east
    )
    days = (OCTOBER, gone, back)
    assert [[name for name, *_ in named(net, day)] for day in days] == [
        [SON["姓名"]], [], [SON["姓名"]],
    ]  # fmt: skip


@pytest.mark.parametrize("relation", ["本人", "侄子"])
def test_the_database_keeps_two_workers_and_one_person_twice_from_one_day(net, relation):
    with acting(net.machine):
        member_ = Membership.objects.get(pk=son(net))
        Membership.objects.filter(household_id=member_.household_id).update(held_until=NOVEMBER)
    again = {"household_id": member_.household_id, "person_id": member_.person_id}
    with (
        pytest.raises(DatabaseError, match="memberships overlap"),
        acting(net.machine),
        transaction.atomic(),
    ):
        Membership.objects.create(**again, relation=relation, held_from=NOVEMBER)
    with acting(net.machine):
        Membership.objects.create(
            **again, relation=relation, held_from=NOVEMBER + timedelta(days=1)
        )
