"""What holds files up is listed for those who filed them, too; settled by those alone whose duty it is."""

from __future__ import annotations

import pytest

from bangfu.casework.queries.held_up import held_up_files
from bangfu.scope.actors import acting
from makers.cases import DAY, World

from .conftest import signed_in
from .test_overlaps_settled import on_one_card, settle

pytestmark = pytest.mark.usefixtures("static_as_is")


def listed(world: World, by) -> str:
    answer = signed_in(by).get("/overlaps/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_filer_sees_what_waits_and_by_whom_it_is_settled(world):
    here, there = on_one_card(*world.households(2))
    page = listed(world, world.filer)
    assert here.file_no in page
    assert there.file_no in page
    assert "等审核员或审批人核实处理" in page
    assert "核实处理…" not in page
    assert "核实处理…" in listed(world, world.reviewer)
    assert signed_in(world.filer).get(f"/overlaps/{here.file_no}/card/").status_code == 403
    assert "/overlaps/" in signed_in(world.filer).get(f"/files/{here.file_no}/").content.decode()


def test_what_another_county_shares_is_listed_without_its_name(world):
    here, there = on_one_card(*world.households(1), *world.households(1, where=world.west))
    page = listed(world, world.filer)
    assert here.file_no in page
    assert there.file_no not in page
    assert "等上级工会处理" in page
    assert there.file_no not in listed(world, world.reviewer)


def test_a_file_that_is_to_be_corrected_stays_listed(world):
    """Until its card is another: settled as the other file's, it holds up this one alone."""
    here, there = on_one_card(*world.households(2))
    settle(world.reviewer, here, there, belongs_to=here.pk)
    with acting(world.filer):
        [one] = held_up_files(world.filer, DAY)
    assert one.file_no == there.file_no
    assert "请改正这份档案" in listed(world, world.filer)
    assert "没有待处理的重复" in listed(world, world.filer)
