"""An officer who asks about people outside their jurisdiction: nothing tells, each time is logged, and
there is an end to it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bangfu.audit.models import Entry
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
from bangfu.registry.commands.met_elsewhere import MET, MOST_MET, require_few_met
from bangfu.registry.commands.record_household_version import record_household_version
from bangfu.registry.errors import TooManyMet
from bangfu.registry.queries.identities import files_of_number
from bangfu.reporting.choosing import FileFilters
from bangfu.reporting.files import count_files
from bangfu.scope.actors import acting, background
from makers.tables import OCTOBER, Net, files, identity, worker

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
        found = len(files_of_number(number, net.west)), len(files_of_number(number[-4:], net.west))
        counted = count_files(net.west, today(), FileFilters(text=file_no), 10)
    changing = {"file_no": file_no, "held_from": OCTOBER, "changes": {"remark": "x"}}
    return [
        found,
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
    changing = {"file_no": worker(1000)["档案编号"], "held_from": OCTOBER, "changes": {}}
    with pytest.raises(TooManyMet):
        record_household_version(**changing, on=today(), by=west)
    require_few_met(replace(west, user_id=OFFICER + 1))  # another officer's looks are theirs
