"""An administrator acts on the people of the own union and all below it, and on nobody above."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.casework.commands.set_case_parameter import set_case_parameter
from bangfu.casework.enums import ParameterName
from bangfu.eligibility.commands.adopt_rule_set import adopt_rule_set
from bangfu.organisations.administering import appointments_administered, users_administered
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.disable_user import disable_user
from bangfu.organisations.commands.enable_user import enable_user
from bangfu.organisations.commands.end_appointment import end_appointment
from bangfu.organisations.commands.move_demo_day import move_demo_day
from bangfu.organisations.commands.reset_password import reset_password
from bangfu.organisations.commands.withdraw_appointment import withdraw_appointment
from bangfu.organisations.errors import OnlyAtTheRoot, UnionNotYours, UserNotYours
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import today
from bangfu.programmes.commands.install_winter_warmth import install_winter_warmth
from bangfu.scope.actors import Actor, operator
from bangfu.scope.enums import Role
from bangfu.standards.commands.announce_workdays import announce_workdays
from bangfu.standards.commands.import_standards import import_standards
from makers.registers import DAY, World
from makers.unions import PASSWORD

BACKEND = "django.contrib.auth.backends.ModelBackend"
NEW = "heron by the weir 4"
LATER = DAY + timedelta(days=30)
PLACE = {"place": "449901", "valid_from": DAY}


@pytest.fixture
def world(db, static_as_is) -> World:
    return World()


@pytest.fixture
def county(world) -> Actor:
    return world.officer(Role.ADMINISTRATOR, world.east)


@pytest.fixture
def root(world) -> Actor:
    return world.officer(Role.ADMINISTRATOR, world.city)


def page_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return client


def held(actor: Actor) -> Appointment:
    return Appointment.objects.get(user_id=actor.user_id)


def acts_on(user_id: int, by: Actor) -> list[type[Exception] | None]:
    """What becomes of a reset, of shutting out and of letting in again."""
    steps = (
        lambda: reset_password(user_id=user_id, password=NEW, on=DAY, by=by),
        lambda: disable_user(user_id=user_id, on=DAY, by=by),
        lambda: enable_user(user_id=user_id, on=DAY, by=by),
    )
    return [refusal(step) for step in steps]


def refusal(step) -> type[Exception] | None:
    try:
        step()
    except (UserNotYours, UnionNotYours, OnlyAtTheRoot) as error:
        return type(error)
    return None


@pytest.mark.parametrize(
    ("role", "where"),
    [("approver", "city"), ("administrator", "city"), ("filer", "west"), ("reviewer", "education")],
)
def test_nobody_above_or_beside_is_touched(world, county, role, where):
    other = world.officer(Role(role), getattr(world, where))
    assert acts_on(other.user_id, county) == [UserNotYours] * 3
    kept = User.objects.get(pk=other.user_id)
    assert kept.is_active
    assert kept.check_password(PASSWORD)
    with pytest.raises(UnionNotYours):
        end_appointment(appointment_id=held(other).pk, until=DAY, by=county)


def test_the_own_people_are_kept(world, county, root):
    filer = world.officer(Role.FILER, world.east)
    assert acts_on(filer.user_id, county) == [None] * 3
    assert acts_on(filer.user_id, root) == [None] * 3
    assert acts_on(county.user_id, root) == [None] * 3
    end_appointment(appointment_id=held(filer).pk, until=DAY, by=county)


def test_one_appointment_elsewhere_is_enough_to_be_out_of_reach(world, county):
    filer = world.officer(Role.FILER, world.east)
    made = appoint_officer(
        username=filer.name, union_code="C", role=Role.AUDITOR, since=LATER, on=DAY, by=operator()
    )
    assert acts_on(filer.user_id, county) == [UserNotYours] * 3
    with pytest.raises(UnionNotYours):
        withdraw_appointment(appointment_id=made.pk, on=DAY, by=county)
    withdraw_appointment(appointment_id=made.pk, on=DAY, by=operator())
    assert acts_on(filer.user_id, county) == [None] * 3


def test_who_holds_nothing_is_kept_at_the_root(world, county, root):
    filer = world.officer(Role.FILER, world.east)
    Appointment.objects.filter(user_id=filer.user_id).update(until=date(2010, 6, 30))
    assert acts_on(filer.user_id, county) == [UserNotYours] * 3
    assert acts_on(filer.user_id, root) == [None] * 3


@pytest.mark.parametrize("code", ["C", "W", "J"])
def test_appointing_is_for_the_own_unions(world, county, root, code):
    filer = world.officer(Role.FILER, world.east)
    given = {"username": filer.name, "union_code": code, "role": Role.RELEASER, "since": DAY}
    with pytest.raises(UnionNotYours):
        appoint_officer(**given, on=DAY, by=county)
    assert appoint_officer(**given, on=DAY, by=root)


def test_another_unions_officer_is_not_taken_in(world, county, root):
    other = world.officer(Role.APPROVER, world.city)
    given = {"username": other.name, "union_code": "E", "role": Role.FILER, "since": DAY}
    with pytest.raises(UserNotYours):
        appoint_officer(**given, on=DAY, by=county)
    assert appoint_officer(**given, on=DAY, by=root)


def test_an_administrator_of_no_union_does_nothing(world, county):
    nowhere = Actor(county.user_id, "管", Role.ADMINISTRATOR, None, county.scope)
    filer = world.officer(Role.FILER, world.east)
    assert acts_on(filer.user_id, nowhere) == [UserNotYours] * 3
    assert not appointments_administered(nowhere, DAY).exists()
    assert not users_administered(world.officer(Role.APPROVER, world.city), DAY).exists()


def for_all(by: Actor):
    standards = "行政区划代码,地区,种类,元每月,生效日期,文件或来源,备注\n".encode()
    document = {"document": "样例", "by": by}
    amounts = {"per_time_fen": 1, "per_year_fen": 2, "season_starts_month": 1}
    return {
        "day": lambda: move_demo_day(to=LATER, announced_until=date.max, by=by),
        "standards": lambda: import_standards(data=standards, file_name="s.csv", by=by),
        "rules": lambda: adopt_rule_set(rule_set="2016", **PLACE, **document),
        "workdays": lambda: announce_workdays(days={DAY: True}, **document),
        "parameter": lambda: set_case_parameter(
            name=ParameterName.REVIEW_MONTHS, value=6, source="样例", **PLACE, by=by
        ),
        "programme": lambda: install_winter_warmth(**amounts, **PLACE, source="样例", by=by),
    }


@pytest.mark.parametrize(
    "what", ["day", "standards", "rules", "workdays", "parameter", "programme"]
)
def test_what_holds_for_everybody_is_set_at_the_root(county, root, what):
    with pytest.raises(OnlyAtTheRoot, match="最上级工会的系统管理员"):
        for_all(county)[what]()
    for_all(root)[what]()


def test_the_page_lists_the_own_people_alone(world, county, root):
    world.officer(Role.FILER, world.east)
    world.officer(Role.APPROVER, world.city)
    theirs = page_of(county).get("/settings/").content.decode()
    assert "filer-e" in theirs
    assert "approver-c" not in theirs
    assert 'action="/settings/day/"' not in theirs
    whole = page_of(root).get("/settings/").content.decode()
    assert all(name in whole for name in ("filer-e", "approver-c", 'action="/settings/day/"'))


def test_the_page_refuses_what_it_does_not_list(world, county):
    client, other = page_of(county), world.officer(Role.APPROVER, world.city)
    for step in ("password", "disable", "enable"):
        answer = client.post(f"/settings/users/{other.user_id}/{step}/", {"password": NEW})
        assert answer.status_code == 403
        assert "上级工会的系统管理员" in answer.content.decode()
    assert client.post(f"/settings/appointments/{held(other).pk}/end/").status_code == 403
    assert client.post("/settings/day/", {"to": "2010-12-01"}).status_code == 403


def test_a_new_user_for_another_union_is_told_at_the_form_and_not_half_made(county):
    given = {"username": "zhang-san", "name": "张三", "password": NEW, "role": "approver"}
    answer = page_of(county).post("/settings/users/", given | {"union_code": "C"})
    assert answer.status_code == 422
    assert "不在您所任系统管理员的工会" in answer.content.decode()
    assert not User.objects.filter(username="zhang-san").exists()
    done = page_of(county).post("/settings/users/", given | {"union_code": "E"})
    assert done.status_code == 302


@pytest.mark.parametrize("page", ["/standards/", "/unions/"])
def test_forms_for_everybody_are_shown_at_the_root_alone(county, root, page):
    assert 'type="file"' not in page_of(county).get(page).content.decode()
    assert 'type="file"' in page_of(root).get(page).content.decode()


def test_the_day_is_moved_after_a_page_that_names_both(world, root):
    page = page_of(root)
    beyond = page.post("/settings/day/", {"to": "2099-01-01"})
    assert beyond.status_code == 422
    assert "演示日期不能推进到 2099-01-01" in beyond.content.decode()
    asked = page.post("/settings/day/", {"to": str(LATER)}).content.decode()
    assert f"演示日期将从 {DAY} 推进到 {LATER}" in asked
    assert today() == DAY
    page.post("/settings/day/", {"to": str(LATER), "confirmed": "1"})
    assert today() == LATER
