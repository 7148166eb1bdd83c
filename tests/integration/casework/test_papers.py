"""Papers: exactly the allowed fields are set, in a child process, and never with a hole."""

from __future__ import annotations

import pytest

from bangfu.acts.frame import act
from bangfu.casework import duties
from bangfu.notices.models import Notice
from bangfu.notices.queries import named_entries, public_paper, workplace_paper
from bangfu.scope.actors import acting, operator
from makers.cases import CONTACT

EVERYTHING_PRINTED = {
    "title",
    "headline",
    "addressee",
    "paragraphs",
    "signature",
    "day",
    "list_title",
    "list_note",
    "columns",
    "rows",
    "widths",
    "numeric",
}
NEVER = ("人民路", "13800000000", "患重特大疾病", "217.00", "2,604", "4409-0")


@pytest.fixture
def notice(world):
    world.posted(2)
    with acting(operator()):
        return Notice.objects.select_related("union").get()


def test_the_public_paper_holds_the_allowed_fields_alone(world, notice):
    printed = public_paper(notice)
    assert set(printed) == EVERYTHING_PRINTED
    assert printed["columns"] == ["序号", "姓名", "所属工会"]
    assert printed["rows"] == [
        ["1", "王××", "县级总工会"],
        ["2", "王××", "县级总工会"],
    ]
    text = str(printed)
    assert CONTACT in text
    assert [
        word for word in (*NEVER, "王芳", "王小明", "第二建筑公司", "低保户") if word in text
    ] == []


def test_the_workplace_paper_has_names_and_nothing_else_more(world, notice):
    with act(duties.READ, world.reviewer):
        printed = workplace_paper(notice, world.reviewer)
    assert set(printed) == EVERYTHING_PRINTED
    assert [row[1] for row in printed["rows"]] == ["王芳", "王小明"]
    assert [word for word in NEVER if word in str(printed)] == []
    assert "不得上网" in printed["list_note"]


def test_whoever_cannot_see_the_cases_gets_no_names(world, notice):
    with act(duties.READ, world.stranger):
        assert named_entries(notice, world.stranger) == ()
