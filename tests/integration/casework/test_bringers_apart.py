"""Whoever brought in the facts that a case stands on neither checks nor decides it, in no appointment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.check_cases import check_cases
from bangfu.casework.commands.post_notice import post_notice
from bangfu.casework.commands.refuse_cases import refuse_cases
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.errors import SamePerson
from bangfu.casework.models import Case
from bangfu.intake.models import ImportBatch
from bangfu.organisations.models import Appointment
from bangfu.organisations.queries import today
from bangfu.registry.enums import Source
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from makers.cases import CONTACT, DAY, POSTED_UNTIL, World
from makers.households import make_member, make_member_facts

from .conftest import signed_in

AFTER = POSTED_UNTIL + timedelta(days=1)
EVENT = """
insert into casework_caseevent
  (household_id, case_id, from_state, to_state, duty, day, by_user_id, by_name, reason, system)
select household_id, id, state, state, %s, day, %s, '另一个名字', '', '' from casework_case where id = %s
"""


def by_hand(_world: World, who: Actor) -> dict[str, object]:
    return {"source": Source.PAGE, "recorded_by": who.name}


def by_confirming(world: World, who: Actor) -> dict[str, object]:
    return {"source": Source.IMPORT, "source_id": batch(world, None), "recorded_by": who.name}


def by_sending(world: World, who: Actor) -> dict[str, object]:
    """Somebody else confirmed what they sent."""
    return {"source": Source.IMPORT, "source_id": batch(world, who), "recorded_by": "确认入库的人"}


def by_sending_elsewhere(world: World, who: Actor) -> dict[str, object]:
    """An import that lies with the city's union, out of sight of a county's officer."""
    sent = batch(world, who, world.city.pk)
    return {"source": Source.IMPORT, "source_id": sent, "recorded_by": "确认入库的人"}


def batch(world: World, who: Actor | None, union_id: int | None = None) -> int:
    with acting(operator()):
        return ImportBatch.objects.create(
            union_id=union_id or world.east.pk,
            by_user_id=who.user_id if who else None,
            by_name=who.name if who else "命令行",
            file_names=["a.xlsx"],
            digest="",
            reporting_day=DAY,
        ).pk


WAYS = [by_hand, by_confirming, by_sending, by_sending_elsewhere]
Way = Callable[[World, Actor], dict[str, object]]


def checked(world: World, **brought: object) -> dict[int, int]:
    """By a reviewer who had no part in it."""
    cases = world.submitted(brought=brought)
    check_cases(cases=cases, on=today(), by=colleague(world))
    return world.now(cases)


def posted(world: World, **brought: object) -> dict[int, int]:
    cases = checked(world, **brought)
    post_notice(cases=cases, contact=CONTACT, on=today(), by=colleague(world))
    world.move_to(AFTER)
    return world.now(cases)


def colleague(world: World) -> Actor:
    return world.officer("colleague", Role.REVIEWER, world.east)


@pytest.mark.parametrize("way", WAYS)
def test_who_brought_it_in_does_not_check_it(world: World, way: Way) -> None:
    cases = world.submitted(brought=way(world, world.reviewer))
    with pytest.raises(SamePerson, match="录入或导入这户资料的人"):
        check_cases(cases=cases, on=DAY, by=world.reviewer)
    assert world.states(cases) == {"submitted"}
    check_cases(cases=cases, on=DAY, by=colleague(world))
    assert world.states(cases) == {"checked"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("decide", [approve_cases, refuse_cases])
def test_who_brought_it_in_does_not_decide_it_in_another_appointment(world, way, decide) -> None:
    world.approver  # noqa: B018 - appointed, so that somebody may
    filer = world.filer
    cases = posted(world, **way(world, filer))
    by = world.officer("filer", Role.APPROVER, world.city)
    more = {"reason": "不符合"} if decide is refuse_cases else {}
    with pytest.raises(SamePerson, match="可以办理的有：approver。"):
        decide(cases=cases, on=AFTER, by=by, **more)
    decide(cases=cases, on=AFTER, by=world.approver, **more)


@pytest.mark.parametrize("way", WAYS)
def test_a_member_of_the_family_is_a_fact_of_the_case_too(world: World, way: Way) -> None:
    (filed,) = world.households(1)
    with acting(operator()):
        child = make_member(filed, "子女", filed.opened_on)
        make_member_facts(child, 1, **way(world, world.reviewer))
        with connection.cursor() as cursor:
            cursor.execute("delete from eligibility_mark")
    submit_cases(household_ids=[filed.pk], on=DAY, by=world.filer)
    with acting(operator()):
        cases = dict(Case.objects.values_list("id", "version"))
    with pytest.raises(SamePerson):
        check_cases(cases=cases, on=DAY, by=world.reviewer)


def test_whoever_posted_does_not_approve(world: World) -> None:
    cases = checked(world)
    poster = world.officer("poster", Role.REVIEWER, world.east)
    post_notice(cases=cases, contact=CONTACT, on=DAY, by=poster)
    world.move_to(AFTER)
    by = world.officer("poster", Role.APPROVER, world.city)
    with pytest.raises(SamePerson, match="公示经办人"):
        approve_cases(cases=world.now(cases), on=AFTER, by=by)


def test_where_nobody_else_can_the_way_out_is_told(world: World) -> None:
    cases = world.submitted(brought=by_hand(world, world.reviewer))
    colleague(world)
    Appointment.objects.exclude(user_id=world.reviewer.user_id).update(
        until=DAY - timedelta(days=1)
    )
    with pytest.raises(SamePerson, match=r"没有其他人可以办理.*上级或相邻工会"):
        check_cases(cases=cases, on=DAY, by=world.reviewer)


@pytest.mark.usefixtures("static_as_is")
def test_the_page_offers_no_button_and_says_why_and_who(world: World) -> None:
    colleague(world)
    (case,) = world.submitted(brought=by_hand(world, world.reviewer))
    shown = signed_in(world.reviewer).get(f"/cases/{case}/")
    assert "check" not in [offer.act for offer, _tone, _address in shown.context["offers"]]
    text = shown.content.decode()
    assert "录入或导入这户资料的人不能审核和审批" in text
    assert "可以办理的有：colleague。" in text
    assert "colleague" not in signed_in(colleague(world)).get(f"/cases/{case}/").context["turn"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("duty", ["casework.check", "casework.approve", "casework.refuse"])
def test_the_database_refuses_it_to_plain_sql(world: World, way: Way, duty: str) -> None:
    (case,) = world.submitted(brought=way(world, world.reviewer))

    def happens(duty: str, user_id: int | None) -> str:
        try:
            with acting(colleague(world)), connection.cursor() as cursor:
                cursor.execute(EVENT, [duty, user_id, case])
        except Exception as error:
            return error.__cause__.diag.constraint_name or ""  # type: ignore[union-attr]
        return ""

    assert happens(duty, world.reviewer.user_id) == "case_brought_by_another"
    assert happens("casework.return", world.reviewer.user_id) == ""
    assert happens(duty, colleague(world).user_id) == ""
