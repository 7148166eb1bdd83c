"""No paper goes out with somebody's identity or card number, though a file of before holds it in a text."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from bangfu.acts.errors import NumberWhereNoneIs
from bangfu.casework.commands.file_objection import file_objection
from bangfu.casework.commands.post_notice import post_notice
from bangfu.casework.commands.return_cases import return_cases
from bangfu.documents.long_workbook import LongSheet, LongWorkbook
from bangfu.documents.workbooks import SheetSpec, build_workbook
from bangfu.notices.errors import NumberOnNotice
from bangfu.notices.models import Notice
from bangfu.scope.actors import acting, operator
from makers.cases import CONTACT, DAY, FACTS
from makers.people import card, identity


@pytest.fixture
def dirty(world, monkeypatch):
    """Two checked cases whose files were taken in before anything looked at texts."""
    monkeypatch.setitem(FACTS, "employer", f"第二建筑公司{identity(9)}")
    return world.checked(2)


def test_a_posting_that_would_hold_a_number_is_refused_with_its_rows(world, dirty):
    with pytest.raises(NumberOnNotice) as refused:
        post_notice(cases=dirty, contact=CONTACT, on=DAY, by=world.reviewer)
    assert refused.value.rows == (1, 2)
    assert "第 1 户（王芳）的工作单位" in str(refused.value)
    assert identity(9) not in str(refused.value)
    with acting(operator()):
        assert not Notice.objects.exists()
    assert world.states(dirty) == {"checked"}


def test_a_contact_with_a_number_is_refused(world):
    with pytest.raises(NumberWhereNoneIs) as refused:
        post_notice(cases=world.checked(1), contact=f"汇款 {card(3)}", on=DAY, by=world.reviewer)
    assert refused.value.argument == "contact"


def test_a_reason_and_an_objection_with_a_number_are_refused(world):
    with pytest.raises(NumberWhereNoneIs):
        return_cases(
            cases=world.submitted(1), reason=f"{identity(2)} 已建档", on=DAY, by=world.reviewer
        )
    posted = world.posted(1)
    with pytest.raises(NumberWhereNoneIs):
        file_objection(
            case_id=next(iter(posted)),
            text=f"反映人 {identity(3)}",
            received_on=DAY,
            on=DAY,
            by=world.reviewer,
        )


@pytest.mark.parametrize("numbers", [False, True])
def test_a_sheet_shows_numbers_only_where_they_were_opened_for_it(numbers):
    row = [f"第二建筑公司{identity(9)}", card(1)]
    at_once = build_workbook([SheetSpec("档案", ["单位", "卡"], [row], numbers=numbers)])
    out = io.BytesIO()
    with LongWorkbook(out.write, LongSheet("档案", ["单位", "卡"], numbers=numbers)) as book:
        book.write([row])
    for made in (at_once, out.getvalue()):
        told = [cell.value for cell in load_workbook(io.BytesIO(made)).active[2]]
        assert told == (row if numbers else ["第二建筑公司…", "…"])
