"""The pages that ask once more: how much, whose, and back to the list as it was left."""

from html.parser import HTMLParser

import pytest

from .conftest import signed_in

pytestmark = pytest.mark.usefixtures("static_as_is")


@pytest.fixture
def reviewer(world):
    return signed_in(world.reviewer)


class Ticked(HTMLParser):
    """`values` of the boxes that are ticked on a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("type") == "checkbox" and "checked" in given:
            self.values.append(given["value"] or "")


def test_giving_up_leads_back_to_the_list_as_it_was_left(world, reviewer):
    """Its filter, its place and its ticks, also after a reason that was refused."""
    case_id = min(world.submitted(2))
    ticked = f"{case_id}:{world.case(case_id).version}"
    left = {"tab": "submitted", "text": "", "chosen": ticked, "whole": "ticked", "page": ticked}
    asked = reviewer.get("/cases/return/", left)
    sent = {"cases": ticked, "left": asked.context["left"], "reason": ""}
    refused = reviewer.post("/cases/return/", sent)
    assert refused.status_code == 422
    for page in (asked, refused):
        back = page.context["back"]
        assert back == f"/cases/?tab=submitted&text=&chosen={case_id}%3A1&whole=ticked"
        assert Ticked(reviewer.get(back).content.decode()).values == [ticked]
    of_one = reviewer.get("/cases/return/", {"cases": ticked})
    assert of_one.context["back"] == f"/cases/{case_id}/"


def test_what_is_asked_once_more_says_how_much(world, reviewer):
    world.households(3)
    asked = signed_in(world.filer).get("/cases/new/confirm/", {"whole": "filter"})
    assert "3 户，家庭人口 3 人" in asked.content.decode()
    assert asked.context["summary"].classes == (("低保户", 3),)
