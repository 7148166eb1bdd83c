"""How long a step may take: dated, by place, entered with its document; a reminder, no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.casework.commands.set_case_parameter import set_case_parameter
from bangfu.casework.enums import Step
from bangfu.casework.errors import BadCaseParameter
from bangfu.casework.queries import limits_at, limits_of, work_list
from bangfu.casework.rules.pace import LIMIT_OF
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers.cases import DAY

pytestmark = pytest.mark.usefixtures("static_as_is")
SHIPPED = {
    Step.CHECK: 10,
    Step.POST: 5,
    Step.DECIDE: 5,
    Step.ANSWER: 5,
    Step.RESUBMIT: 30,
    Step.REVIEW: 30,
}
LATER = DAY + timedelta(days=30)


def limit(place: str, days: int, since: date = DAY, step: Step = Step.CHECK) -> bool:
    given = {"place": place, "name": LIMIT_OF[step], "value": days, "valid_from": since}
    return set_case_parameter(**given, source="测工发〔2010〕1号", by=operator())


def test_what_is_shipped_holds_until_a_place_has_its_own(world):
    with acting(operator()):
        assert limits_at("440981", DAY) == SHIPPED
        limit("440000", 8)
        limit("440900", 6)
        assert limits_at("440981", DAY)[Step.CHECK] == 6
        assert limits_at("441200", DAY)[Step.CHECK] == 8
        assert limits_at("110101", DAY) == SHIPPED


def test_a_limit_holds_from_its_day_and_the_last_word_on_a_day_wins(world):
    with acting(operator()):
        limit("440981", 3, LATER)
        assert limits_at("440981", LATER - timedelta(days=1)) == SHIPPED
        assert limits_at("440981", LATER)[Step.CHECK] == 3
        assert limit("440981", 4, LATER)
        assert not limit("440981", 4, LATER)
        assert limits_at("440981", LATER)[Step.CHECK] == 4


def test_what_is_overdue_goes_by_the_place_of_the_office(world):
    world.submitted(2)
    on = DAY + timedelta(days=8)
    world.move_to(on)
    with acting(operator()):
        limit(world.east.area_code, 2)
        assert limits_of(world.reviewer, on)[Step.CHECK] == 2
    with acting(world.reviewer):
        (work,) = work_list(world.reviewer, on)
    assert (work.kind, work.count, work.overdue, work.days_overdue) == ("审核", 2, 2, 6)


@pytest.mark.parametrize(("place", "days"), [("000000", 5), ("440981", 0), ("440981", 367)])
def test_what_is_no_limit_is_refused(world, place, days):
    with acting(operator()), pytest.raises(BadCaseParameter):
        limit(place, days)


def test_the_administrator_sets_it_by_page_and_nobody_else(world):
    keeper = world.officer("keeper", Role.ADMINISTRATOR, world.city)
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(User.objects.get(id=keeper.user_id), backend=backend)
    given = {
        "case-place": "440981",
        "case-name": "decide_days",
        "case-value": "7",
        "case-valid_from": str(DAY),
        "case-source": "高工发〔2010〕2号",
    }
    wrong = client.post("/standards/parameters/", {**given, "case-value": "0"})
    assert wrong.status_code == 422
    assert "审批的办理时限（天）应为 1 至 366" in wrong.content.decode()
    done = client.post("/standards/parameters/", given, follow=True)
    assert "440981 的审批的办理时限（天）已设为 7" in done.content.decode()
    assert "高工发〔2010〕2号" in done.content.decode()
    again = client.post("/standards/parameters/", given, follow=True)
    assert "没有改动" in again.content.decode()
    entry = Entry.objects.get(action="casework.set_parameter")
    assert entry.detail == {"parameter": "decide_days", "value": 7, "valid_from": str(DAY)}
    assert [limits_at("440981", DAY)[step] for step in (Step.DECIDE, Step.CHECK)] == [7, 10]
    with acting(world.reviewer), pytest.raises(NotPermitted):
        set_case_parameter(
            place="440981",
            name=LIMIT_OF[Step.CHECK],
            value=1,
            valid_from=DAY,
            source="无",
            by=world.reviewer,
        )
