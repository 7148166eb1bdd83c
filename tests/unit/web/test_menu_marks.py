"""Every page lies under one entry of the menu, so that whoever came by a form still sees where they are."""

from __future__ import annotations

import pytest

from architecture.test_access import named_patterns
from bangfu.acts.roles import holds
from bangfu.scope.actors import Actor
from bangfu.scope.enums import MACHINE_ROLES, Role
from bangfu.scope.reach import NOTHING
from bangfu.web.navigation import ENTRIES, area_of, menu

#: What belongs to no entry: getting in and out, and one's own work in the background.
OWN = {"sign_in", "jobs"}


def officers_of(view) -> list[Actor]:
    roles = [role for role in Role if role not in MACHINE_ROLES]
    actors = [Actor(1, "甲", role, 1, NOTHING) for role in roles]
    return [actor for actor in actors if view.duty and holds(actor, view.duty)]


def marked(actor: Actor, view) -> list[str]:
    return [item.url for item in menu(actor, here=area_of(view)) if item.current]


def test_every_page_marks_its_entry_for_whoever_may_reach_both():
    reached = 0
    for pattern, named in named_patterns():
        area = area_of(named.callback)
        if area in OWN or named.callback.duty is None:
            continue
        assert area in {below for *_entry, below in ENTRIES}, pattern
        for actor in officers_of(named.callback):
            reached += len(marked(actor, named.callback))
            assert len(marked(actor, named.callback)) <= 1, pattern
    assert reached > 200


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("standards/programmes/", "/standards/"),
        ("settings/day/", "/settings/"),
        ("settings/users/<int:user_id>/password/", "/settings/"),
        ("overlaps/", "/cases/"),
        ("objections/<int:objection_id>/answer/", "/cases/"),
        ("bank-words/", "/rounds/"),
        ("files/accounts/", "/files/"),
        ("figures/aid/", "/figures/"),
    ],
)
def test_where_the_address_begins_otherwise(address: str, entry: str):
    view = dict(named_patterns())[address].callback
    assert {tuple(marked(actor, view)) for actor in officers_of(view)} == {(entry,)}


def test_what_is_no_page_of_ours_marks_nothing():
    assert area_of(pytest.raises) == ""
