"""The menu follows the routes: what a role may not reach it does not see."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from bangfu.scope.actors import Actor
from bangfu.scope.enums import Role
from bangfu.scope.reach import NOTHING
from bangfu.web.navigation import menu


def officer(role: Role) -> Actor:
    return Actor(1, "甲", role, 1, NOTHING)


@pytest.fixture(autouse=True)
def stand_in_addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="gallery_urls"):
        yield


def test_only_what_the_role_may_reach() -> None:
    assert "/settings/" in [item.url for item in menu(officer(Role.ADMINISTRATOR), here="")]
    assert "/settings/" not in [item.url for item in menu(officer(Role.FILER), here="")]


def test_a_page_below_marks_its_entry() -> None:
    current = [item.url for item in menu(officer(Role.FILER), here="files") if item.current]
    assert current == ["/file_list/"]


def test_counts_stand_at_their_entry() -> None:
    counted = {
        item.url: item.count for item in menu(officer(Role.FILER), here="", counts={"case_list": 6})
    }
    assert counted["/case_list/"] == 6
    assert counted["/file_list/"] == 0


def test_a_route_that_is_not_there_is_not_shown() -> None:
    with override_settings(ROOT_URLCONF=()):
        assert menu(officer(Role.FILER), here="") == []
