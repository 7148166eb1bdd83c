"""Merging tells of files out of sight only where something was kept: a guess at a stranger's number that
fails leaves the number on file in the guesser's own county, and one that leaves nothing is not answered.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bangfu.audit.models import Entry
from bangfu.intake.commands import merge_register as merging
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.enums import BatchState, Stage
from bangfu.intake.models import ImportBatch
from bangfu.organisations.queries import today
from bangfu.registry.models import Household
from bangfu.scope.actors import acting, background
from makers.tables import NOVEMBER, OCTOBER, Net, Row, files, identity, member, reasons, worker

WEST = {"所属工会": "西县纺织厂工会", "行政区划代码": "449902", "县市区": "西县"}
#: A person of the east's file, and one whom nobody has.
HIT, MISS = 1, 3
TOLD = ("verdict", "outcome", "remarks", "tab", "to_check")


@pytest.fixture
def theirs(net: Net) -> Row:
    """A household of the east, with a child."""
    row = worker(HIT, 家庭人口="2")
    net.take_in([row], [member(row, 12)], by=net.east)
    return row


def guessing(serial: int, **more: str) -> Row:
    """A row of the west's with somebody's number."""
    return worker(2, **WEST) | {"身份证号": identity(serial), "性别": "男"} | more


def staged(net: Net, rows: Sequence[Row], members: Sequence[Row] = ()) -> int:
    batch = stage_register(files=files(rows, members), as_of=OCTOBER, on=today(), by=net.west)
    read_batch(batch_id=batch.pk, by=background())
    return batch.pk


def told(net: Net, batch_id: int) -> list[object]:
    """All that the merged batch keeps, and whether it was logged that it told of files elsewhere."""
    with acting(net.west):
        batch = ImportBatch.objects.get(pk=batch_id)
        assert batch.state == BatchState.MERGED
        rows = list(batch.rows.order_by("id").values_list(*TOLD))
    with acting(net.machine):
        logged = Entry.objects.filter(action="registry.met_elsewhere", subject=str(batch_id))
        return [batch.counts, batch.outline["tabs"], rows, logged.exists()]


def test_members_who_wait_for_their_worker_are_not_told_of(net: Net, theirs: Row):
    """They are not kept, so any number of strangers could be asked about below one row that goes back."""

    def asked(serial: int) -> list[object]:
        back, goes_in = worker(4, 所属工会="没有这个工会"), worker(2, **WEST)
        batch = staged(net, [goes_in, back], [member(back, serial, 姓名="乙某")])
        merge_register(batch_id=batch, by=net.west)
        return told(net, batch)

    asked(14)  # the first time a row comes in
    assert asked(12) == asked(14)


def test_a_person_is_not_told_of_under_a_file_number_that_is_taken(net: Net, theirs: Row):
    """The row goes back either way."""

    def asked(serial: int) -> list[object]:
        batch = staged(net, [guessing(serial, 档案编号=theirs["档案编号"])])
        merge_register(batch_id=batch, by=net.west)
        return told(net, batch)

    assert asked(HIT) == asked(MISS)
    with acting(net.west):
        assert not Household.objects.exists()


def test_a_person_is_not_told_of_where_the_row_came_to_be_wrong_since_the_preview(
    net: Net, theirs: Row
):
    """Another name on file makes a correction of the number another worker's row."""
    own = {"档案编号": worker(5)["档案编号"], **WEST}
    net.take_in([worker(5, **own)], by=net.west)

    def asked(serial: int) -> list[object]:
        batch = staged(net, [guessing(serial, 档案编号=own["档案编号"], 姓名=worker(5)["姓名"])])
        net.take_in([worker(5, **own, 姓名="另名")], as_of=NOVEMBER, by=net.west)
        merge_register(batch_id=batch, by=net.west)
        net.take_in([worker(5, **own)], as_of=NOVEMBER, by=net.west)
        return told(net, batch)

    assert asked(HIT) == asked(MISS)


@pytest.mark.parametrize("at_once", [1, 2, 2_000])
def test_how_far_it_is_tells_nothing_while_it_can_be_called_back(
    net: Net, theirs: Row, monkeypatch, at_once: int
):
    monkeypatch.setattr(merging, "HOUSEHOLDS_A_PART", at_once)

    class CalledBackError(Exception):
        pass

    def asked(serial: int) -> list[tuple[Stage, int, int]]:
        others = [worker(n, **WEST) for n in (4, 6, 8)]
        batch = staged(net, [guessing(serial), *others])
        seen: list[tuple[Stage, int, int]] = []

        def report(step: Stage, done: int, total: int) -> None:
            seen.append((step, done, total))
            if step == Stage.MERGING and done >= total:
                raise CalledBackError

        with pytest.raises(CalledBackError):
            merge_register(batch_id=batch, by=net.west, report=report)
        return seen

    assert asked(HIT) == asked(MISS)


def test_what_is_kept_is_told(net: Net, theirs: Row):
    """So the office learns whom it has in common, once it says that it has them."""
    report = net.take_in([guessing(HIT)], by=net.west)
    assert reasons(report) == [("身份证号", "该身份证号已在其他工会建档")]
    own = worker(4, 家庭人口="2", **WEST)
    report = net.take_in([own], [member(own, 12)], by=net.west)
    assert any("此人也在您管辖范围以外的档案中" in line.reason for line in report.lines)
