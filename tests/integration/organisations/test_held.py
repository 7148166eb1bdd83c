"""What each request reads of the one who asks is what the appointments say, at that moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from bangfu.accounts.models import User
from bangfu.organisations.held import appointments_held
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import actor_for, appointments_of, today
from bangfu.scope.actors import acting, operator
from bangfu.scope.reach import NOTHING

BACKEND = "django.contrib.auth.backends.ModelBackend"
TOPMOST = "select id from organisations_union where parent_id is null order by id limit 1"


def test_the_short_way_finds_the_appointments_in_force(demo_database):
    begun = Appointment.objects.earliest("since").since
    last = Appointment.objects.latest("id")
    with acting(operator()):
        Appointment.objects.filter(pk=last.pk).update(until=begun + timedelta(days=9))
    days = [begun - timedelta(days=1), begun, begun + timedelta(days=9), begun + timedelta(days=10)]
    scopes = set()
    for user in User.objects.all():
        for day in [*days, date(2030, 1, 1)]:
            said = list(appointments_of(user.pk, day))
            held = appointments_held(user.pk, day)
            assert [one.actor(user.pk, user.name) for one in held] == [*map(actor_for, said)]
            assert [(one.id, one.union_name) for one in held] == [
                (one.pk, one.union.name) for one in said
            ]
            scopes |= {one.scope for one in held}
    assert NOTHING in scopes
    assert any(scope.system for scope in scopes)
    assert any(scope.depth and not scope.system for scope in scopes)


@pytest.mark.parametrize("change", ["until = since - 1", f"union_id = ({TOPMOST})"])
def test_a_changed_appointment_holds_from_the_next_request(demo_database, static_as_is, change):
    officer = User.objects.get(username="gz-reviewer")
    client = Client()
    client.force_login(officer, BACKEND)
    before = client.get("/figures/", follow=True).context["actor"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"update organisations_appointment set {change} where user_id = %s", [officer.pk]
        )
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
