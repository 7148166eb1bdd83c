"""Who decides or moves money, and who appoints, is appointed in two hands: by command, page and SQL."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bangfu.accounts.models import User
from bangfu.acts.two_hands import IN_TWO_HANDS
from bangfu.audit.models import Entry
from bangfu.organisations.administering import (
    administrators_over,
    users_administered,
)
from bangfu.organisations.colleagues import say_who_else
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.disable_user import disable_user
from bangfu.organisations.commands.end_appointment import end_appointment
from bangfu.organisations.commands.withdraw_appointment import withdraw_appointment
from bangfu.organisations.errors import (
    AppointmentEnded,
    AppointmentWithdrawn,
    NoAppointment,
    NotForOwnAppointment,
    NothingToSecond,
    ProposedByYou,
    ProposerGone,
    UnionNotYours,
)
from bangfu.organisations.held import here
from bangfu.organisations.models import Appointment, Installation
from bangfu.organisations.queries import (
    actor_named,
    actor_under,
    appointment_of,
    appointments_of,
)
from bangfu.organisations.seconding import first_of, may_second, seconders_each, waiting
from bangfu.scope.actors import Actor, operator
from bangfu.scope.enums import MACHINE_ROLES, Role
from bangfu.scope.errors import NotPermitted
from makers import unions
from makers.registers import DAY
from makers.unions import PASSWORD, let_sign_in

BACKEND = "django.contrib.auth.backends.ModelBackend"
LATER = DAY + timedelta(days=30)
ALONE_GIVEN = [role for role in Role if role not in IN_TWO_HANDS | MACHINE_ROLES]


def propose(by: Actor, role: Role = Role.APPROVER, code: str = "E", since: date = DAY, who="new"):
    User.objects.get_or_create(username=who, defaults={"name": who})
    return appoint_officer(username=who, union_code=code, role=role, since=since, on=DAY, by=by)


def confirm(appointment: Appointment, by: Actor, on: date = DAY) -> Appointment:
    """Seconded, and its officer takes office."""
    unions.take_up(appointment, by, on)
    return appointment


def page_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return client


def readings(made: Appointment, on: date) -> list[bool]:
    """Whether each reading of who holds what has it in force."""
    given = Actor(made.user_id, "", Role(made.role), made.union_id, operator().scope)

    def found(ask) -> bool:
        try:
            return bool(ask())
        except NoAppointment:
            return False

    return [
        made in appointments_of(made.user_id, on),
        found(lambda: appointment_of(given, on)),
        found(lambda: actor_under(made, on)),
        found(lambda: actor_named(made.user.username, on)),
        made.pk in [one.id for one in here(made.user_id).held],
    ]


@pytest.mark.parametrize("role", sorted(IN_TWO_HANDS))
def test_no_reading_finds_what_waits_and_each_finds_what_was_seconded(world, first, second, role):
    made = propose(first, role)
    assert made.waits
    assert readings(made, DAY) == [False] * 5
    confirm(made, second)
    made.refresh_from_db()
    assert not made.waits
    assert readings(made, DAY) == [True] * 5
    proposed, seconded, taken = Entry.objects.filter(subject_kind="appointment").order_by("id")[:3]
    assert (proposed.action, proposed.user_id) == ("organisations.appoint", first.user_id)
    assert proposed.detail["needs_second"] is True
    assert seconded.action == "organisations.second_appointment"
    assert (seconded.user_id, seconded.detail) == (second.user_id, {"since": str(DAY)})
    assert (taken.action, taken.user_id) == ("organisations.take_office", made.user_id)


def test_who_is_only_proposed_is_named_for_no_step(world, first, second):
    def named() -> str:
        return say_who_else("rounds.release", {world.east.pk}, DAY, is_apart=lambda user: False)

    made = propose(first, Role.RELEASER)
    assert "没有其他人可以办理" in named()
    confirm(made, second)
    assert named() == "可以办理的有：new。"


def test_an_administrator_who_is_only_proposed_counts_for_nothing(world, first):
    propose(first, Role.ADMINISTRATOR, who="next")
    assert may_second(propose(first), DAY) == ""
    assert [one.user_id for one in administrators_over(world.east.pk, DAY)] == [first.user_id]
    assert not propose(operator(), Role.ADMINISTRATOR, who="third").waits


def test_however_many_wait_who_may_second_them_is_asked_once(world, first, second):
    nearer = unions.appoint("nearer", Role.ADMINISTRATOR, world.east)
    for who, code in (("a", "E"), ("b", "W"), ("c", "C")):
        propose(first, code=code, who=who)
    proposed = list(waiting(first, DAY))
    with CaptureQueriesContext(connection) as asked:
        each = {pk: first_of(hands) for pk, hands in seconders_each(proposed, DAY).items()}
    assert len(asked) == 1
    assert each == {one.pk: may_second(one, DAY) for one in proposed}
    assert [each[one.pk].rpartition(" ")[2] for one in proposed] == [
        nearer.name,
        "second",
        "second",
    ]


@pytest.mark.parametrize("role", ALONE_GIVEN)
def test_other_roles_hold_at_once(world, first, second, role):
    made = propose(first, role)
    assert not made.waits
    assert readings(made, DAY) == [True] * 5
    with pytest.raises(NothingToSecond):
        confirm(made, second)


def test_who_reaches_the_union_may_second_and_nobody_else(world, first):
    above = propose(first, code="C")
    below = propose(first, code="E", who="other")
    county = unions.appoint("county", Role.ADMINISTRATOR, world.east)
    beside = unions.appoint("beside", Role.ADMINISTRATOR, world.west)
    system = unions.appoint("system", Role.ADMINISTRATOR, world.education)
    for by in (beside, system):
        for made in (above, below):
            with pytest.raises(UnionNotYours):
                confirm(made, by)
    with pytest.raises(UnionNotYours):
        confirm(above, county)
    for by in (operator(), world.officer(Role.APPROVER, world.west)):
        with pytest.raises(NotPermitted):
            confirm(below, by)
    assert confirm(below, county).seconded_by_user_id == county.user_id


def test_the_superior_seconds_for_a_union_with_one_administrator(world, first, second):
    county = unions.appoint("county", Role.ADMINISTRATOR, world.east)
    made = propose(county)
    assert may_second(made, DAY) == "样例市总工会 first"
    with pytest.raises(ProposedByYou, match="样例市总工会 first"):
        confirm(made, county)
    confirm(made, first)


def test_where_nobody_may_second_it_is_said_who_helps(world, first):
    made = propose(first)
    with pytest.raises(ProposedByYou, match="bangfu administrator"):
        confirm(made, first)


def test_nobody_seconds_their_own(world, first, second):
    third = propose(first, Role.ADMINISTRATOR, "C", who="third")
    confirm(third, second)
    actor = actor_named("third", DAY)
    other = propose(first, Role.ADMINISTRATOR, "E", who="third")
    with pytest.raises(NotForOwnAppointment):
        confirm(other, actor)


def test_one_administrator_with_puppets_gets_no_approver_through(world, first):
    """Each sign-in of whatever is proposed acts in nothing, so that none of them seconds another."""
    puppet = propose(first, Role.ADMINISTRATOR, "C", who="puppet")
    approver = propose(first, Role.APPROVER, "C", who="approver")
    unfounded = Actor(puppet.user_id, "", Role.ADMINISTRATOR, world.city.pk, first.scope)
    with pytest.raises(UnionNotYours):  # the database: no administrator in force
        confirm(approver, unfounded)
    with pytest.raises(UnionNotYours):
        confirm(puppet, Actor(approver.user_id, "", Role.ADMINISTRATOR, world.city.pk, first.scope))
    let_sign_in()
    for username in ("puppet", "approver"):
        page = Client().post("/sign-in/", {"username": username, "password": PASSWORD})
        assert "还没有经第二位系统管理员确认" in page.content.decode()
    assert not waiting(unfounded, DAY).filter(seconded_on__isnull=False).exists()


def test_the_operator_appoints_the_first_two_alone(world):
    by = operator()
    assert [propose(by, Role.ADMINISTRATOR, "C", who=who).waits for who in "abc"] == [
        False,
        False,
        True,
    ]
    assert propose(by, Role.RELEASER, "E", who="d").waits
    assert not propose(by, Role.FILER, "E", who="e").waits
    assert propose(by, Role.ADMINISTRATOR, "E", who="f").waits


def test_one_shut_out_is_not_counted(world, first, second):
    disable_user(user_id=second.user_id, on=DAY, by=first)
    made = propose(first)
    assert may_second(made, DAY) == ""
    with pytest.raises(UnionNotYours):
        confirm(made, second)
    assert not propose(operator(), Role.ADMINISTRATOR, "C", who="third").waits


def test_it_holds_from_the_seconding_on_never_backwards(world, first, second):
    made = propose(first, since=date(2010, 3, 1))
    Installation.objects.update(demo_day=LATER)
    confirm(made, second, on=LATER)
    assert [made in appointments_of(made.user_id, day) for day in (DAY, LATER)] == [False, True]
    coming = propose(first, Role.RELEASER, since=LATER + timedelta(days=5))
    confirm(coming, second, on=LATER)
    coming.refresh_from_db()
    assert coming.holds_from == coming.since


def test_who_proposed_must_still_administer(world, first, second):
    shut_out, ended = propose(first), propose(first, Role.RELEASER)
    disable_user(user_id=first.user_id, on=DAY, by=second)
    with pytest.raises(ProposerGone):
        confirm(shut_out, second)
    User.objects.filter(pk=first.user_id).update(is_active=True)
    held = Appointment.objects.get(user_id=first.user_id)
    Appointment.objects.filter(pk=held.pk).update(until=DAY)
    Installation.objects.update(demo_day=LATER)
    with pytest.raises(ProposerGone):
        confirm(ended, second, on=LATER)


def test_what_waits_is_withdrawn_or_ended_and_never_seconded_then(world, first, second):
    taken_back, ended = propose(first), propose(first, Role.RELEASER)
    assert withdraw_appointment(appointment_id=taken_back.pk, on=DAY, by=first).withdrawn
    end_appointment(appointment_id=ended.pk, until=DAY, by=second)
    for made, error in ((taken_back, AppointmentWithdrawn), (ended, AppointmentEnded)):
        with pytest.raises(error):
            confirm(made, second)
        made.refresh_from_db()
        assert readings(made, DAY) == [False] * 5
    assert not waiting(first, DAY).exists()


def test_who_is_proposed_elsewhere_is_out_of_reach(world, first, second):
    county = unions.appoint("county", Role.ADMINISTRATOR, world.east)
    filer = world.officer(Role.FILER, world.east)
    assert users_administered(county, DAY).filter(pk=filer.user_id).exists()
    propose(first, Role.APPROVER, "C", who=filer.name)
    assert not users_administered(county, DAY).filter(pk=filer.user_id).exists()
