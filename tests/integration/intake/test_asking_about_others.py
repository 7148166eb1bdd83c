"""An officer who asks about people outside their jurisdiction: nothing tells, each time is logged, and
there is an end to it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils.timezone import localtime

from bangfu.audit.models import Entry
from bangfu.audit.recording import record
from bangfu.casework.queries import open_overlaps
from bangfu.eligibility.commands.read_explanation import read_explanation
from bangfu.intake.commands.confirm_merge import confirm_merge
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import FIRST_READING, read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.enums import Tab
from bangfu.intake.queries.batches import preview
from bangfu.intake.queries.lines import lines_page
from bangfu.kernel.errors import BangfuError
from bangfu.organisations.queries import today
from bangfu.registry.commands.met_elsewhere import (
    MET,
    MOST_MET,
    WITHIN,
    few_again,
    require_few_met,
)
from bangfu.registry.commands.record_household_version import record_household_version
from bangfu.registry.errors import NotOnFile, PersonOnFile, TooManyMet
from bangfu.registry.models import Household
from bangfu.registry.queries.identities import files_of_number
from bangfu.reporting.choosing import FileFilters
from bangfu.reporting.files import count_files
from bangfu.scope.actors import Actor, acting, background, operator
from makers.tables import OCTOBER, Net, Row, files, identity, member, worker

WEST = {"所属工会": "西县纺织厂工会", "行政区划代码": "449902", "县市区": "西县"}
CANDIDATES = 500
OFFICER = 4711


def candidates(first: int, number: int, whose: int):
    """Rows of the west's, each with a number that somebody elsewhere might have."""
    return [
        worker(at, **WEST)
        | {"身份证号": identity(whose + n), "性别": "男" if (whose + n) % 2 else "女"}
        for n, at in enumerate(range(first, first + number))
    ]


def shown(net: Net, rows) -> tuple[int, str]:
    """The batch, and all that its sender may see of it before confirming."""
    batch = stage_register(files=files(rows), as_of=OCTOBER, on=today(), by=net.west)
    read_batch(batch_id=batch.pk, by=background())
    with acting(net.west):
        told = preview(batch.pk, net.west)
        lines = [lines_page(told.batch, tab, net.west).lines for tab in Tab]
    return batch.pk, f"{told.counts} {lines}"


def test_five_hundred_candidates_tell_nothing_until_one_stands_for_each(net: Net):
    """One of them is on file in the east: neither counts nor rows nor the log tell which, or that any is."""
    net.take_in([worker(1, 身份证号=identity(300), 性别="女")], by=net.east)
    _batch, hit = shown(net, candidates(1000, CANDIDATES, whose=1))
    assert "其他工会" not in hit
    assert "上级" not in hit
    _batch, miss = shown(net, candidates(1000, CANDIDATES, whose=501))
    assert hit.count("BACK") == miss.count("BACK")
    with acting(net.machine):
        assert not Entry.objects.filter(action=MET).exists()


def test_a_stranger_is_like_nobody_by_search_list_and_number(net: Net):
    net.take_in([worker(1)], by=net.east)
    assert asked(net, identity(1), worker(1)["档案编号"]) == asked(
        net, identity(3), worker(3)["档案编号"]
    )


def asked(net: Net, number: str, file_no: str) -> list[object]:
    with acting(net.west):
        counts = len(files_of_number(number, net.west)), len(files_of_number(number[-4:], net.west))
        counted = count_files(net.west, today(), FileFilters(text=file_no), 10)
    changing = {"file_no": file_no, "held_from": OCTOBER, "changes": {"remark": "x"}}
    return [
        counts,
        str(counted),
        refusal(lambda: read_explanation(file_no=file_no, day=OCTOBER, by=net.west)),
        refusal(lambda: record_household_version(**changing, on=today(), by=net.west)),
    ]


def refusal(ask) -> tuple[str, str]:
    with pytest.raises(Exception) as refused:  # noqa: PT011 (whichever: it must be the same)
        ask()
    return type(refused.value).__name__, str(refused.value).replace("00001", "N").replace(
        "00003", "N"
    )


def test_each_that_is_told_is_a_look_of_its_officer_and_many_are_the_last(net: Net):
    net.take_in([worker(at) for at in range(1, MOST_MET + 1)], by=net.east)
    west = replace(net.west, user_id=OFFICER)
    rows = candidates(1000, MOST_MET, whose=1)
    batch = stage_register(files=files(rows), as_of=OCTOBER, on=today(), by=west)
    read_batch(batch_id=batch.pk, by=background())
    require_few_met(west)
    merge_register(batch_id=batch.pk, by=west)
    with acting(net.machine):
        [look] = Entry.objects.filter(action=MET)
    assert (look.user_id, look.subject, look.detail) == (
        OFFICER,
        str(batch.pk),
        {"count": MOST_MET},
    )
    later = stage_register(
        files=files(candidates(2000, 1, whose=700)), as_of=OCTOBER, on=today(), by=west
    )
    read_batch(batch_id=later.pk, by=background())
    with pytest.raises(TooManyMet) as refused:
        confirm_merge(batch_id=later.pk, reading=FIRST_READING, on=today(), by=west)
    assert isinstance(refused.value, BangfuError)
    assert "上级" in str(refused.value)
    assert refused.value.until == look.at + WITHIN
    shown_until = localtime(look.at + WITHIN + timedelta(minutes=1))
    assert f"{shown_until:%Y-%m-%d %H:%M}" in str(refused.value)
    changing = {"file_no": worker(1000)["档案编号"], "held_from": OCTOBER, "changes": {}}
    with pytest.raises(TooManyMet):
        record_household_version(**changing, on=today(), by=west)
    require_few_met(replace(west, user_id=OFFICER + 1))  # another officer's looks are theirs


@pytest.mark.parametrize(
    ("looks", "again"),
    [
        ([(0, MOST_MET)], 0),
        ([(0, 1), (5, MOST_MET - 1)], 0),
        ([(0, 1), (5, MOST_MET), (9, 1)], 5),
        ([(0, 3), (1, 3), (2, MOST_MET - 1)], 1),
    ],
)
def test_it_is_told_when_the_looks_are_few_again(looks, again):
    """Each falls out a day after it was; the first after whose day fewer than the most are left."""
    began = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    told = [(began + timedelta(hours=hour), met) for hour, met in looks]
    assert few_again(told) == began + timedelta(hours=again) + WITHIN


def own(net: Net, **more: str) -> Row:
    """A household of the west's that its officer may change."""
    row = worker(2, **WEST) | more
    net.take_in([row], by=net.west)
    return row


def changed(row: Row, by: Actor, **changes: object) -> None:
    record_household_version(
        file_no=row["档案编号"], held_from=OCTOBER, changes=changes, on=today(), by=by
    )


def looks_of(by: Actor) -> list[tuple[str, str, int]]:
    with acting(operator()):
        entries = Entry.objects.filter(action=MET, user_id=by.user_id).order_by("id")
        return [(one.subject_kind, one.subject, one.detail["count"]) for one in entries]


def test_a_refused_guess_is_a_look_and_tells_no_more_than_who_settles_it(fresh_database):
    """The number of another county's worker: nothing is kept but the look, and a hundred are the last."""
    net = Net()
    net.take_in([worker(1)], by=net.east)
    row, west = own(net), replace(net.west, user_id=OFFICER)
    with pytest.raises(PersonOnFile) as refused, transaction.atomic():  # as within a page's act
        changed(row, west, id_number=identity(1))
    assert (refused.value.file_no, "上级工会" in str(refused.value)) == ("", True)
    for word in ("其他工会", "东县", "在档", worker(1)["姓名"], worker(1)["档案编号"]):
        assert word not in str(refused.value)
    with acting(operator()):
        household = Household.objects.get(file_no=row["档案编号"]).pk
    assert looks_of(west) == [("household", str(household), 1)]
    with acting(west):
        for _ in range(MOST_MET - 1):
            record(west, MET, "household", household, {"count": 1})
    with pytest.raises(TooManyMet):
        changed(row, west, id_number=identity(5))
    assert len(looks_of(west)) == MOST_MET


def test_a_guess_under_a_file_that_is_not_ones_own_tells_nothing(net: Net):
    net.take_in([worker(1), worker(3)], by=net.east)
    west = replace(net.west, user_id=OFFICER)
    for number in (identity(1), identity(5)):
        with pytest.raises(NotOnFile):
            changed(worker(3), west, id_number=number)
    assert looks_of(west) == []


def test_a_changed_card_that_is_on_file_elsewhere_is_a_look(net: Net):
    card = {"开户行": "茂名银行", "银行卡号": "6228480000000000018"}
    net.take_in([worker(1) | card], by=net.east)
    row, west = own(net), replace(net.west, user_id=OFFICER)
    changed(row, west, card_number="6228480000000000026")
    assert looks_of(west) == []
    changed(row, west, card_number=card["银行卡号"])
    assert [met for _kind, _household, met in looks_of(west)] == [1]
    changed(
        row, west, card_number=card["银行卡号"], remark="x"
    )  # its own by now: nothing new is told
    assert len(looks_of(west)) == 1


def test_the_superior_of_both_sees_the_pair(net: Net):
    """Neither county sees the other's file; who is above both sees both numbers."""
    row = worker(1, 家庭人口="2")
    net.take_in([row], [member(row, 12)], by=net.east)
    theirs = worker(2, **WEST) | {"家庭人口": "2"}
    net.take_in([theirs], [member(theirs, 12)], by=net.west)
    pair = tuple(sorted((row["档案编号"], theirs["档案编号"])))
    seen = {}
    for name, by in (("city", net.officer("C")), ("east", net.east), ("west", net.west)):
        with acting(by):
            seen[name] = [one.file_nos for one in open_overlaps(by, today())]
    assert seen == {"city": [pair], "east": [], "west": []}


def test_the_limit_costs_ones_own_looks(net: Net):
    """Ten thousand looks of others, and pages of other acts: only one's own are read, by an index."""
    with acting(net.machine), connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_entry (user_id, actor, role, action, subject_kind, subject, detail, era, xid, digest)"
            " select 1 + n %% 500, 'x', 'filer', case when n %% 3 = 0 then %s else 'registry.read' end,"
            """ 'household', '1', '{"count": 1}', 0, 0, '' from generate_series(1, 30000) n""",
            [MET],
        )
        cursor.execute("analyze audit_entry")
        cursor.execute(
            "explain (analyze, format json) select at, detail from audit_entry"
            " where user_id = 7 and action = %s and at >= now() - interval '1 day' order by at",
            [MET],
        )
        plan = str(cursor.fetchone()[0])
    assert "audit_met_elsewhere" in plan
    assert "Seq Scan" not in plan
