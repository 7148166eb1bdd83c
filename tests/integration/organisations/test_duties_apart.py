"""An administrator holds no other role and gives themselves none: in the command and underneath."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.organisations.administering import appointments_administered
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.end_appointment import end_appointment
from bangfu.organisations.commands.withdraw_appointment import withdraw_appointment
from bangfu.organisations.errors import (
    AdministratorApart,
    AlreadyBegun,
    AppointmentWithdrawn,
    EndsBeforeItBegan,
    NotForYourself,
)
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import appointments_of
from bangfu.scope.actors import Actor, operator
from bangfu.scope.enums import MACHINE_ROLES, Role
from bangfu.scope.errors import NotPermitted
from makers import unions
from makers.registers import DAY, World

BACKEND = "django.contrib.auth.backends.ModelBackend"
OTHERS = [role for role in Role if role not in MACHINE_ROLES | {Role.ADMINISTRATOR}]
LATER = DAY + timedelta(days=30)


@pytest.fixture
def world(db, static_as_is) -> World:
    return World()


@pytest.fixture
def admin(world):
    return world.officer(Role.ADMINISTRATOR, world.city)


def colleague(world) -> Actor:
    """Another administrator at the root."""
    return unions.appoint("administrator-2", Role.ADMINISTRATOR, world.city)


def appoint(username: str, role: Role, by, since: date = DAY) -> Appointment:
    return appoint_officer(username=username, union_code="C", role=role, since=since, on=DAY, by=by)


@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_beside_the_administrators(world, admin, role):
    with pytest.raises(NotForYourself):
        appoint(admin.name, role, admin)
    other = colleague(world)
    with pytest.raises(AdministratorApart):
        appoint(admin.name, role, other)
    with pytest.raises(AdministratorApart):
        appoint(admin.name, role, operator(), since=LATER)
    world.officer(role, world.west)
    with pytest.raises(AdministratorApart):
        appoint(f"{role.value}-w", Role.ADMINISTRATOR, admin)


def test_one_after_the_other_is_allowed(world, admin):
    other = colleague(world)
    held = Appointment.objects.get(user_id=admin.user_id)
    end_appointment(appointment_id=held.pk, until=DAY, by=other)
    with pytest.raises(AdministratorApart):
        appoint(admin.name, Role.FILER, other)
    made = appoint(admin.name, Role.FILER, other, since=DAY + timedelta(days=1))
    assert made.by_user_id == other.user_id
    with pytest.raises(NotForYourself):
        appoint(admin.name, Role.RELEASER, admin, since=LATER)


@pytest.mark.parametrize("role", OTHERS)
def test_the_database_refuses_an_administrator_another_role(world, admin, role):
    given = {"user_id": admin.user_id, "union": world.city, "role": role}
    with (
        pytest.raises(IntegrityError, match="an administrator holds no other"),
        transaction.atomic(),
    ):
        Appointment.objects.create(**given, since=LATER)
    made = Appointment.objects.create(**given, since=date(2009, 1, 1), until=date(2009, 12, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=made.pk).update(until=None)
    Appointment.objects.exclude(pk=made.pk).filter(user_id=admin.user_id).update(until=LATER)


def test_the_database_refuses_whoever_appoints_themselves(world, admin):
    held = Appointment.objects.get(user_id=admin.user_id)
    with pytest.raises(IntegrityError, match="appointment_not_by_oneself"), transaction.atomic():
        Appointment.objects.filter(pk=held.pk).update(by_user_id=admin.user_id)


def test_one_yet_to_begin_is_withdrawn_and_never_holds(world, admin):
    filer = world.officer(Role.FILER, world.east)
    made = appoint(filer.name, Role.REVIEWER, admin, since=LATER)
    with pytest.raises(EndsBeforeItBegan, match="撤回"):
        end_appointment(appointment_id=made.pk, until=DAY, by=admin)
    with pytest.raises(NotPermitted):
        withdraw_appointment(appointment_id=made.pk, on=DAY, by=filer)
    assert withdraw_appointment(appointment_id=made.pk, on=DAY, by=admin).withdrawn
    for day in (DAY, LATER - timedelta(days=1), LATER, LATER + timedelta(days=1)):
        assert made not in appointments_of(filer.user_id, day)
    assert made not in appointments_administered(admin, DAY)
    for act, when in ((withdraw_appointment, "on"), (end_appointment, "until")):
        with pytest.raises(AppointmentWithdrawn):
            act(appointment_id=made.pk, by=admin, **{when: DAY})
    entry = Entry.objects.get(action="organisations.withdraw_appointment")
    assert (entry.subject, entry.detail) == (str(made.pk), {"since": str(LATER)})
    appoint(filer.name, Role.REVIEWER, admin, since=LATER)


def test_one_that_was_withdrawn_stands_in_nobodys_way(world, admin):
    filer = world.officer(Role.FILER, world.east)
    made = appoint(filer.name, Role.REVIEWER, admin, since=LATER)
    withdraw_appointment(appointment_id=made.pk, on=DAY, by=admin)
    held = Appointment.objects.get(user_id=filer.user_id, role=Role.FILER)
    end_appointment(appointment_id=held.pk, until=DAY, by=admin)
    assert appoint(filer.name, Role.ADMINISTRATOR, admin, since=DAY + timedelta(days=1))


def test_one_that_has_begun_is_ended_not_withdrawn(world, admin):
    filer = world.officer(Role.FILER, world.east)
    held = Appointment.objects.get(user_id=filer.user_id)
    with pytest.raises(AlreadyBegun):
        withdraw_appointment(appointment_id=held.pk, on=DAY, by=admin)


def test_it_is_withdrawn_on_the_page(world, admin):
    client = Client()
    client.force_login(User.objects.get(pk=admin.user_id), backend=BACKEND)
    filer = world.officer(Role.FILER, world.east)
    made = appoint(filer.name, Role.REVIEWER, admin, since=LATER)
    address = f"/settings/appointments/{made.pk}/withdraw/"
    assert f'action="{address}"' in client.get("/settings/").content.decode()
    assert client.post(address).status_code == 302
    page = client.get("/settings/").content.decode()
    assert "该任职已撤回" in page
    assert address not in page
    twice = client.post(address)
    assert twice.status_code == 422
    assert "已经撤回" in twice.content.decode()
