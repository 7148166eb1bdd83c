"""A step handed to a superior or a neighbour: asked, taken up, confirmed, over; by command, page and SQL."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.organisations.administering import users_administered
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.decline_step import decline_step
from bangfu.organisations.commands.end_appointment import end_appointment
from bangfu.organisations.commands.hand_over_step import hand_over_step
from bangfu.organisations.commands.take_up_step import take_up_step
from bangfu.organisations.commands.withdraw_appointment import withdraw_appointment
from bangfu.organisations.errors import (
    AdministratorApart,
    AlreadyBegun,
    AppointmentEnded,
    BadTimeOfHandOver,
    HandOverAnswered,
    HandOverOver,
    NotSuperiorNorNeighbour,
    ProposedByYou,
    StepNotHandedOver,
    UnionNotYours,
    UserNotYours,
)
from bangfu.organisations.handing_over import hand_overs, unions_near
from bangfu.organisations.models import Appointment, HandOver, Installation
from bangfu.organisations.queries import actor_for, appointments_of
from bangfu.scope.actors import Actor, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from bangfu.web.settings.hand_overs import ASK
from makers import unions
from makers.registers import DAY

BACKEND = "django.contrib.auth.backends.ModelBackend"
LAST = DAY + timedelta(days=30)


def ask(by: Actor, **other) -> HandOver:
    given = {"union_code": "E", "role": Role.APPROVER, "to_union_code": "W", "reason": "人手不足"}
    return hand_over_step(**{**given, "since": DAY, "until": LAST, "on": DAY, "by": by, **other})


def take(asked: HandOver, by: Actor, username: str = "approver-w", on=DAY) -> Appointment:
    return take_up_step(hand_over_id=asked.pk, username=username, on=on, by=by)


def confirm(made: Appointment, by: Actor, on=DAY) -> Appointment:
    unions.take_up(made, by, on)
    return made


def held_there(world, officer: Actor, on=DAY) -> Appointment | None:
    return appointments_of(officer.user_id, on).filter(union=world.east).first()


def page_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return client


def test_the_neighbours_officer_acts_for_the_union_alone_and_for_the_time(
    world, gives, gets, officer
):
    made = take(ask(gives), gets)
    assert held_there(world, officer) is None
    confirm(made, gives)
    held = held_there(world, officer)
    assert held is not None
    assert actor_for(held).scope.union_id == world.east.pk
    assert held_there(world, officer, LAST) == held
    assert held_there(world, officer, LAST + timedelta(days=1)) is None
    told = Entry.objects.filter(subject_kind="hand_over").order_by("id")
    assert [(entry.action, entry.user_id) for entry in told] == [
        ("organisations.hand_over", gives.user_id),
        ("organisations.take_up", gets.user_id),
    ]
    assert told[0].detail["to_union"] == "W"
    named = Entry.objects.get(action="organisations.appoint", subject=str(made.pk))
    assert (named.user_id, named.detail["until"]) == (gets.user_id, str(LAST))


def test_to_whom(world, gives, gets):
    street = unions.make_union("S", "东街道", world.east)
    city = unions.appoint("city", Role.ADMINISTRATOR, world.city)
    for code in ("W", "C", "J"):
        assert ask(gives, to_union_code=code)
    for wrong in ({"to_union_code": "E"}, {"to_union_code": "S"}):
        with pytest.raises(NotSuperiorNorNeighbour):
            ask(gives, **wrong)
    with pytest.raises(NotSuperiorNorNeighbour):
        ask(gives, union_code="S", to_union_code="W")
    assert ask(city, union_code=street.code, to_union_code="C")
    with pytest.raises(UnionNotYours):
        ask(gets)
    for by in (operator(), world.officer(Role.APPROVER, world.east)):
        with pytest.raises(NotPermitted):
            ask(by)


def test_what_and_when(gives):
    with pytest.raises(StepNotHandedOver):
        ask(gives, role=Role.FILER)
    for wrong in ({"since": DAY - timedelta(days=1)}, {"until": DAY - timedelta(days=1)}):
        with pytest.raises(BadTimeOfHandOver):
            ask(gives, **wrong)


def test_who_takes_it_up_names_their_own_and_does_not_confirm(world, gives, gets, officer):
    asked = ask(gives)
    education = unions.appoint("education", Role.ADMINISTRATOR, world.education)
    for by in (gives, education):
        with pytest.raises(UnionNotYours):
            take(asked, by)
    world.officer(Role.APPROVER, world.city)
    with pytest.raises(UserNotYours):
        take(asked, gets, "approver-c")
    other = unions.appoint("other", Role.ADMINISTRATOR, world.west)
    with pytest.raises(AdministratorApart):
        take(asked, gets, other.name)
    made = take(asked, gets)
    with pytest.raises(HandOverAnswered):
        take(asked, gets)
    for by in (gets, education):
        with pytest.raises(UnionNotYours):
            confirm(made, by)
    confirm(made, gives)


def test_one_administrator_over_both_still_needs_another(world, officer):
    city = unions.appoint("city", Role.ADMINISTRATOR, world.city)
    made = take(ask(city), city)
    with pytest.raises(ProposedByYou):
        confirm(made, city)


def test_it_is_the_only_door(gives, gets, officer):
    for by, code in ((gives, "E"), (gets, "E")):
        with pytest.raises((UserNotYours, UnionNotYours)):
            appoint_officer(
                username=officer.name, union_code=code, role=Role.APPROVER, since=DAY, on=DAY, by=by
            )


def test_the_officer_stays_the_own_unions(gives, gets, officer):
    confirm(take(ask(gives), gets), gives)
    assert users_administered(gets, DAY).filter(pk=officer.user_id).exists()
    assert not users_administered(gives, DAY).filter(pk=officer.user_id).exists()


@pytest.mark.parametrize("side", ["gives", "gets"])
def test_either_side_declines_or_ends_it_sooner(request, world, gives, gets, officer, side):
    by = request.getfixturevalue(side)
    declined = ask(gives)
    decline_step(hand_over_id=declined.pk, reason="人手也不足", on=DAY, by=by)
    with pytest.raises(HandOverAnswered):
        take(declined, gets)
    held = confirm(take(ask(gives), gets), gives)
    end_appointment(appointment_id=held.pk, until=DAY, by=by)
    assert held_there(world, officer, DAY + timedelta(days=1)) is None
    with pytest.raises(AppointmentEnded):
        end_appointment(appointment_id=held.pk, until=LAST, by=by)


def test_what_is_over_or_taken_back_is_not_confirmed(world, gives, gets, officer):
    asked, made, back = ask(gives), take(ask(gives), gets), take(ask(gives), gets)
    assert withdraw_appointment(appointment_id=back.pk, on=DAY, by=gives).withdrawn
    later = LAST + timedelta(days=1)
    Installation.objects.update(demo_day=later)
    with pytest.raises(HandOverOver):
        take(asked, gets, on=later)
    with pytest.raises(AppointmentEnded):
        confirm(made, gives, on=later)
    assert not hand_overs(gives, later).exists()


def test_on_the_pages(world, gives, gets, officer):
    one, other = page_of(gives), page_of(gets)
    address = reverse("hand_over_list")
    assert f'href="{address}"' in one.get("/settings/").content.decode()
    typed = {
        f"{ASK}-{name}": value for name, value in {
        "union_code": "E", "role": "approver", "to_union_code": "S9", "since": str(DAY),
        "until": str(LAST), "reason": "人手不足",
        }.items()
    }  # fmt: skip
    wrong = one.post(address, typed)
    assert wrong.status_code == 422
    assert "没有编码为 S9 的工会" in wrong.content.decode()
    one.post(address, {**typed, f"{ASK}-to_union_code": "W"})
    asked = HandOver.objects.get()
    taking = reverse("hand_over_take", args=[asked.pk])
    assert taking not in one.get(address).content.decode()
    page = other.get(address).content.decode()
    assert f'action="{taking}"' in page
    assert "人手不足" in page
    nobody = other.post(taking, {"username": "nobody"})
    assert nobody.status_code == 422
    assert "没有用户名为 nobody 的用户" in nobody.content.decode()
    assert other.post(taking, {"username": officer.name}).status_code == 302
    made = asked.appointment
    confirm(made, gives)
    assert "终止代办…" in other.get(address).content.decode()
    acts = page_of(officer)
    assert "东县总工会" in acts.get("/switch/").content.decode()
    elsewhere = 'class="btn primary" href="/switch/"'
    assert elsewhere in acts.get("/settings/").content.decode()
    assert (
        elsewhere
        not in page_of(world.officer(Role.FILER, world.west)).get("/settings/").content.decode()
    )
    acts.post("/switch/", {"appointment": made.pk})
    assert "东县总工会" in acts.get("/figures/").content.decode()
    assert other.post(reverse("appointment_end", args=[made.pk])).status_code == 302
    made.refresh_from_db()
    assert made.until == DAY


def test_declined_on_the_page_with_the_reason(world, gives, gets):
    asked = ask(gives)
    client = page_of(gets)
    answer = client.post(reverse("hand_over_decline", args=[asked.pk]), {"reason": ""})
    assert answer.status_code == 422
    client.post(reverse("hand_over_decline", args=[asked.pk]), {"reason": "年底无人"})
    assert "年底无人" in page_of(gives).get(reverse("hand_over_list")).content.decode()
    education = page_of(unions.appoint("education", Role.ADMINISTRATOR, world.education))
    assert "年底无人" not in education.get(reverse("hand_over_list")).content.decode()


def test_who_asked_takes_back_and_it_reads_so(world, gives, gets):
    asked = ask(gives)
    client = page_of(gives)
    back = client.post(
        reverse("hand_over_decline", args=[asked.pk]), {"reason": "已有人"}, follow=True
    )
    assert "已撤回。" in back.content.decode()
    for by in (gives, gets):
        page = page_of(by).get(reverse("hand_over_list")).content.decode()
        assert "已撤回" in page
        assert "不接办" not in page


def test_each_side_finds_its_next_step(world, gives, gets, officer):
    """The settings tell of what is to be answered, the page of what is to be confirmed, and both are links."""
    address = reverse("hand_over_list")
    one, other = page_of(gives), page_of(gets)
    asked = ask(gives)
    assert "有 1 件代办等本工会答复" in other.get("/settings/").content.decode()
    assert "等本工会答复" not in one.get("/settings/").content.decode()
    take(asked, gets)
    assert "等本工会答复" not in other.get("/settings/").content.decode()
    assert "去确认任职…" in one.get(address).content.decode()
    assert "去确认任职…" not in other.get(address).content.decode()
    settings = one.get("/settings/").content.decode()
    assert f"为东县总工会代办审批人的事：{DAY} 起，{LAST} 止" in settings


def test_near_are_superiors_neighbours_and_the_own(world, gives):
    street = unions.make_union("S", "东街道", world.east)
    far = unions.make_union("T", "西街道", world.west)
    near = set(unions_near(gives))
    assert near == {world.city, world.east, world.west, world.education, street}
    assert far in unions_near(unions.appoint("city", Role.ADMINISTRATOR, world.city))


@pytest.mark.parametrize("side", ["gives", "gets"])
def test_either_side_takes_it_back_before_its_first_day(request, world, gives, gets, officer, side):
    by = request.getfixturevalue(side)
    waits, to_come = take(ask(gives), gets), take(ask(gives, since=DAY + timedelta(days=5)), gets)
    confirm(to_come, gives)
    for made in (waits, to_come):
        assert "撤回" in page_of(by).get(reverse("hand_over_list")).content.decode()
        answer = page_of(by).post(reverse("appointment_withdraw", args=[made.pk]))
        assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/hand-overs/")
        made.refresh_from_db()
        assert made.withdrawn
    begun = confirm(take(ask(gives), gets), gives)
    with pytest.raises(AlreadyBegun):
        withdraw_appointment(appointment_id=begun.pk, on=DAY, by=by)
    education = unions.appoint("education", Role.ADMINISTRATOR, world.education)
    with pytest.raises(UnionNotYours):
        withdraw_appointment(appointment_id=begun.pk, on=DAY, by=education)
