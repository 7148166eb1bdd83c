"""What each request reads of the one who asks is what the appointments say, at that moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.organisations.held import here
from bangfu.organisations.listed import unions_around, unions_listed
from bangfu.organisations.models import Installation, Union
from bangfu.organisations.queries import (
    actor_for,
    appointments_of,
    installation,
    today,
    unions_in_scope,
)
from bangfu.scope.actors import operator
from bangfu.scope.reach import NOTHING
from harness import by_the_owner

BACKEND = "django.contrib.auth.backends.ModelBackend"
TOPMOST = "select id from organisations_union where parent_id is null order by id limit 1"


#: First and last day of an appointment, counted from the installation's.
WINDOWS = [(0, None), (-9, 0), (0, 0), (1, None), (-9, -1), (0, -1)]


@pytest.mark.parametrize(("since", "until"), WINDOWS)
def test_the_short_way_finds_the_appointments_in_force(demo_database, since, until):
    day = today()
    last = None if until is None else day + timedelta(until)
    moved = (
        "update organisations_appointment set since = %s, until = %s where id in ("
        "select distinct on (user_id) id from organisations_appointment order by user_id, id)"
    )
    by_the_owner("organisations_appointment", moved, day + timedelta(since), last)
    scopes = set()
    for user in User.objects.all():
        said, now = list(appointments_of(user.pk, day)), here(user.pk)
        assert [one.actor(user.pk, user.name) for one in now.held] == [*map(actor_for, said)]
        assert [(one.id, one.union_name) for one in now.held] == [
            (one.pk, one.union.name) for one in said
        ]
        scopes |= {one.scope for one in now.held}
    holds = since <= 0 and (until is None or until >= 0)
    assert (NOTHING in scopes) is holds  # administrators have one appointment
    assert any(scope.system for scope in scopes) is holds


def test_the_short_way_reads_the_installation(demo_database):
    for user_id in (None, 0, User.objects.latest("id").pk):
        now = here(user_id)
        assert now.today == today()
        assert vars(now.installation).keys() == vars(installation()).keys()
        assert all(
            getattr(now.installation, field.attname) == getattr(installation(), field.attname)
            for field in Installation._meta.concrete_fields
        )
    assert here(None).held == here(0).held == []


def test_the_short_way_reads_the_user(demo_database):
    for user in User.objects.all():
        by_hand = User.objects.get(pk=user.pk)
        assert vars(by_hand) | {"_state": None} == vars(user) | {"_state": None}
        assert not by_hand._state.adding
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=0)


def test_unions_to_choose_from_are_those_in_scope(demo_database):
    actors = [operator()]
    for user in User.objects.all():
        actors += [one.actor(user.pk, user.name) for one in here(user.pk).held]
    assert any(actor.scope.system for actor in actors)
    assert NOTHING in {actor.scope for actor in actors}
    for actor in actors:
        listed = [(one.id, one.name, one.system) for one in unions_listed(actor)]
        rows = unions_in_scope(actor).order_by("code")
        assert listed == list(rows.values_list("id", "name", "system"))
        around = Union.objects.filter(
            **{f"tier{actor.scope.system_depth or 1}": actor.scope.system_union_id}
        )
        expected = around.count() if actor.scope.system_union_id else 0
        assert len(unions_around(actor)) == expected


@pytest.mark.parametrize("change", ["until = since - 1", f"union_id = ({TOPMOST})"])
def test_a_changed_appointment_holds_from_the_next_request(demo_database, static_as_is, change):
    officer = User.objects.get(username="gz-reviewer")
    client = Client()
    client.force_login(officer, BACKEND)
    before = client.get("/figures/", follow=True).context["actor"]
    changed = f"update organisations_appointment set {change} where user_id = %s"
    by_the_owner("organisations_appointment", changed, officer.pk)
    after = client.get("/figures/")
    if change.startswith("until"):
        assert after.status_code == 302
        assert after.headers["Location"].startswith("/sign-in/")
    else:
        assert after.context["actor"].union_id != before.union_id
        assert after.context["actor"] == actor_for(appointments_of(officer.pk, today())[0])


def test_a_disabled_account_is_out_with_the_next_request(demo_database, static_as_is):
    client = Client()
    client.force_login(User.objects.get(username="gz-reviewer"), BACKEND)
    assert client.get("/files/").status_code == 200
    User.objects.filter(username="gz-reviewer").update(is_active=False)
    assert client.get("/files/").status_code == 302
