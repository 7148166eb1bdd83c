"""A number that was brought in vain is a pair for who sees both sides, and for nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from bangfu.acts.refusals import constraint_of
from bangfu.audit.models import Entry
from bangfu.casework.commands.put_away_met import PUT_AWAY, put_away_met
from bangfu.casework.errors import BroughtByTheSettler, NothingShared, SettlementReasonMissing
from bangfu.casework.queries.settling import open_overlaps
from bangfu.organisations.queries import today
from bangfu.registry.commands.close_met import close_met
from bangfu.registry.commands.record_household_version import record_household_version
from bangfu.registry.errors import PersonOnFile
from bangfu.registry.models import MetElsewhere
from bangfu.registry.queries.met_elsewhere import open_met
from bangfu.reporting.measures import overlapping
from bangfu.reporting.measures.catalogue import total
from bangfu.reporting.measures.declared import Asked
from bangfu.scope.actors import Actor, acting, background, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers.tables import OCTOBER, Net, Row, identity, reasons, worker

WEST = {"所属工会": "西县纺织厂工会", "行政区划代码": "449902", "县市区": "西县"}
WHY = "已上门核实，由东县保留档案"
SETTLER, OTHER = 4712, 4713


def guess(net: Net, serial: int = 2, whose: int = 1, by: Actor | None = None) -> None:
    """A row of the west's with the number of a worker of the east's."""
    row = worker(serial, **WEST) | {"身份证号": identity(whose), "性别": "男"}
    report = net.take_in([row], by=by or net.west)
    assert reasons(report) == [("身份证号", "该身份证号已在其他工会建档")]


def waiting(by: Actor) -> list[tuple[str, str, int | None]]:
    with acting(by):
        return [(one.met.file_no, one.union.name, one.row_number) for one in open_met(by, today())]


def in_raw_sql(by: Actor) -> int:
    """What row-level security alone leaves."""
    with acting(by), connection.cursor() as cursor:
        cursor.execute("select count(*) from registry_metelsewhere")
        return int(cursor.fetchone()[0])


def settler(net: Net, code: str = "C") -> Actor:
    return replace(net.officer(code, Role.APPROVER), user_id=SETTLER)


@pytest.fixture
def theirs(net: Net) -> Row:
    row = worker(1)
    net.take_in([row], by=net.east)
    return row


def test_a_row_that_went_back_is_a_pair_for_the_superior_alone(net: Net, theirs: Row):
    guess(net)
    assert waiting(net.officer("C")) == [(theirs["档案编号"], "西县总工会", 2)]
    for code in ("E", "W", "E1", "W1", "J"):
        by = net.officer(code)
        assert (code, waiting(by), in_raw_sql(by)) == (code, [], 0)
    assert in_raw_sql(net.officer("C")) == 1


def test_each_filter_holds_without_the_other(net: Net, theirs: Row):
    """As `visible_to` says it, where the database hides nothing."""
    guess(net)
    with acting(operator()):
        seen = {
            code: MetElsewhere.objects.visible_to(net.officer(code)).count()
            for code in ("C", "E", "W", "E1", "W1", "J")
        }
    assert seen == {"C": 1, "E": 0, "W": 0, "E1": 0, "W1": 0, "J": 0}


def test_it_names_the_import_and_keeps_no_number(net: Net, theirs: Row):
    guess(net)
    with acting(net.officer("C")):
        [pair] = open_met(net.officer("C"), today())
        values = str(MetElsewhere.objects.values().get())
    assert (pair.kind, pair.sheet, pair.household, pair.by_name) == (
        "person", "", None, net.west.name,
    )  # fmt: skip
    assert pair.batch_ref is not None
    assert identity(1) not in values


def test_a_refused_change_of_a_file_is_a_pair_with_that_file(fresh_database):
    net = Net()
    net.take_in([worker(1)], by=net.east)
    own = worker(2, **WEST)
    net.take_in([own], by=net.west)
    changing = {"held_from": OCTOBER, "changes": {"id_number": identity(1)}, "on": today()}
    with pytest.raises(PersonOnFile), transaction.atomic():
        record_household_version(file_no=own["档案编号"], by=net.west, **changing)
    city = net.officer("C")
    with acting(city):
        [pair] = open_met(city, today())
        assert pair.household is not None
        files = (pair.met.file_no, pair.household.file_no, pair.batch_ref)
    assert files == (worker(1)["档案编号"], own["档案编号"], None)
    assert (in_raw_sql(net.west), in_raw_sql(net.east)) == (0, 0)


def test_brought_again_it_is_one_pair_and_a_guess_that_misses_is_none(net: Net, theirs: Row):
    guess(net)
    guess(net)
    net.take_in([worker(4, **WEST)], by=net.west)
    assert len(waiting(net.officer("C"))) == 1


def test_who_sees_the_file_that_is_met_makes_no_pair(net: Net, theirs: Row):
    """The row goes back with the file's number, and there is nobody above to ask."""
    row = worker(2, **WEST) | {"身份证号": identity(1), "性别": "男"}
    net.take_in([row], by=net.officer("C"))
    assert in_raw_sql(operator()) == 0


def test_it_closes_once_the_bringer_has_the_number_and_then_is_an_overlap_or_nothing(
    net: Net, theirs: Row
):
    guess(net)
    net.take_in([theirs | {"身份证号": identity(5)}], by=net.east)  # the east had written it wrong
    assert len(waiting(net.officer("C"))) == 1
    accepted = worker(2, **WEST) | {"身份证号": identity(1), "性别": "男"}
    assert close_met(on=today(), by=background()) == 0
    assert reasons(net.take_in([accepted], by=net.west)) == []
    assert waiting(net.officer("C")) == []
    assert (close_met(on=today(), by=background()), close_met(on=today(), by=background())) == (
        1,
        0,
    )
    with acting(operator()):
        assert MetElsewhere.objects.get().accepted_on == today()
        [entry] = Entry.objects.filter(action="registry.close_met")
    assert (entry.subject_kind, entry.detail) == ("met", {"day": str(today())})


def test_pairs_are_closed_however_many_wait_before_them(net: Net, monkeypatch):
    monkeypatch.setattr("bangfu.registry.commands.close_met.AT_ONCE", 2)
    own = [worker(n) for n in (1, 3, 5, 7, 9)]
    net.take_in(own, by=net.east)
    for whose in (1, 3, 5, 7, 9):
        guess(net, serial=10 + whose, whose=whose)
    net.take_in([own[3] | {"身份证号": identity(31)}], by=net.east)
    net.take_in([worker(17, **WEST) | {"身份证号": identity(7), "性别": "男"}], by=net.west)
    assert close_met(on=today(), by=background()) == 1
    assert len(waiting(net.officer("C"))) == 4


def test_it_closes_where_an_industry_union_has_the_number_by_its_system(net: Net, theirs: Row):
    """Its file lies with a county, and is its own by 系统."""
    school = {"所属工会": "东县中学工会", "所属系统": "教育"}
    row = worker(2, **school) | {"身份证号": identity(1), "性别": "男"}
    net.take_in([row], by=net.officer("J"))
    assert [(met, union) for met, union, _row in waiting(net.officer("C"))] == [
        (theirs["档案编号"], "样例市教育工会")
    ]
    net.take_in([theirs | {"身份证号": identity(5)}], by=net.east)
    net.take_in([row], by=net.officer("J"))
    assert waiting(net.officer("C")) == []


def test_the_desk_counts_it_with_the_overlaps(net: Net, theirs: Row):
    guess(net)
    by = settler(net)
    with acting(by):
        assert open_overlaps(by, today()) == []
        assert total(overlapping.OPEN, Asked(today()), by) == 1
    for other in (settler(net, "E"), settler(net, "W")):
        with acting(other):
            assert total(overlapping.OPEN, Asked(today()), other) == 0


def pair_of(net: Net) -> int:
    guess(net)
    with acting(operator()):
        return MetElsewhere.objects.get().pk


def test_it_is_put_away_with_a_reason_by_who_sees_both(net: Net, theirs: Row):
    met, city = pair_of(net), settler(net)
    about = {"met_id": met, "reason": WHY, "on": today()}
    for by in (settler(net, "E"), settler(net, "W")):
        with pytest.raises(NothingShared):
            put_away_met(by=by, **about)
    with pytest.raises(NotPermitted):
        put_away_met(by=net.officer("C"), **about)
    with pytest.raises(SettlementReasonMissing):
        put_away_met(by=city, **{**about, "reason": " "})
    put_away_met(by=city, **about)
    assert waiting(city) == []
    with acting(operator()):
        [entry] = Entry.objects.filter(action=PUT_AWAY)
        kept = MetElsewhere.objects.get()
    assert (entry.user_id, entry.subject_kind, entry.subject) == (SETTLER, "met", str(met))
    assert (kept.put_away_on, kept.put_away_reason, kept.put_away_by_user_id) == (
        today(), WHY, SETTLER,
    )  # fmt: skip
    with pytest.raises(NothingShared):
        put_away_met(by=replace(city, user_id=OTHER), **about)
    guess(net, serial=4)  # asked anew, it waits anew
    assert len(waiting(city)) == 1


def test_who_brought_either_side_does_not_put_it_away(net: Net, theirs: Row):
    met, city = pair_of(net), settler(net)
    for name in (net.west.name, net.east.name):
        with pytest.raises(BroughtByTheSettler):
            put_away_met(met_id=met, reason=WHY, on=today(), by=replace(city, name=name))


@pytest.mark.parametrize(
    ("written", "constraint"),
    [
        ("put_away_on = day, put_away_reason = 'x', put_away_by_user_id = 99", "met_put_away_by_who_acts"),
        (f"put_away_on = day, put_away_by_user_id = {SETTLER}", "met_elsewhere_put_away_whole"),
        ("put_away_on = day, put_away_reason = 'x'", "met_elsewhere_put_away_whole"),
        ("by_name = 'x'", "registry_metelsewhere_columns_stay"),
        ("accepted_on = day", "met_accepted_by_the_background"),
    ],
)  # fmt: skip
def test_the_database_holds_how_it_is_put_away(
    net: Net, theirs: Row, written: str, constraint: str
):
    pair_of(net)
    with (
        pytest.raises(IntegrityError) as refused,
        acting(settler(net)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update registry_metelsewhere set {written}")
    assert constraint_of(refused.value) == constraint


def test_a_bringer_writes_no_pair_by_hand(net: Net, theirs: Row):
    """Neither sees the other side, so neither may say that there is one."""
    pair_of(net)
    with acting(operator()):
        row = MetElsewhere.objects.values(
            "union_id", "met_id", "secret_id", "kind", "day", "by_name"
        ).get()
    for by in (net.west, net.east):
        with pytest.raises(DatabaseError), acting(by), transaction.atomic():
            MetElsewhere.objects.create(**row)
