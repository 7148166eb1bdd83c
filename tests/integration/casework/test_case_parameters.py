"""Parameters of casework: dated, by place, entered with their document; shipped under 000000."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.casework.commands.approve_cases import approve_cases
from bangfu.casework.commands.set_case_parameter import set_case_parameter
from bangfu.casework.commands.submit_cases import submit_cases
from bangfu.casework.enums import ParameterName, SubmitVerdict
from bangfu.casework.errors import BadCaseParameter
from bangfu.casework.models import CaseParameter
from bangfu.casework.queries import case_parameters, review_terms, submittable
from bangfu.scope.actors import acting, operator
from bangfu.scope.by_hand import rows_of
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers.cases import DAY, POSTED_UNTIL

pytestmark = pytest.mark.usefixtures("static_as_is")
APPROVED = POSTED_UNTIL + timedelta(days=1)
REVIEW = ParameterName.REVIEW_MONTHS
LATER = DAY + timedelta(days=30)
PLACES = ("440981", "440982", "441200", "110101")


def put(place: str, months: int, since: date = DAY, *, source: str = "测工发〔2010〕1号") -> bool:
    given = {"place": place, "name": REVIEW, "value": months, "valid_from": since}
    return set_case_parameter(**given, source=source, by=operator())


IN_FORCE = "select value from casework_parameter_in_force(%(name)s, '440981', %(on)s)"


def months(on: date) -> list[int]:
    return [case_parameters(PLACES, on)[place][REVIEW] for place in PLACES]


def test_the_nearest_place_wins_and_what_is_shipped_holds_elsewhere(world):
    with acting(operator()):
        assert months(DAY) == [12, 12, 12, 12]
        put("440000", 24)
        put("440900", 6)
        put("440982", 3)
        assert months(DAY) == [6, 3, 24, 12]
        assert case_parameters(["?"], DAY)["?"][REVIEW] == 12


def test_a_value_holds_from_its_day_and_the_last_word_on_a_day_wins(world):
    with acting(operator()):
        put("440981", 3, LATER)
        assert months(LATER - timedelta(days=1))[0] == 12
        assert months(LATER)[0] == 3
        assert put("440981", 4, LATER)
        assert not put("440981", 4, LATER)
        assert months(LATER)[0] == 4
        assert put("440981", 4, LATER, source="测工发〔2010〕2号")
        assert CaseParameter.objects.last().source == "测工发〔2010〕2号"


def test_terms_by_beginnings_of_codes_say_the_same_as_places(world):
    with acting(operator()):
        put("440000", 24)
        put("440900", 6)
        put("440982", 3)
        assert review_terms(date(2011, 3, 31)) == [
            ("440982", date(2010, 12, 31)),
            ("4409", date(2010, 9, 30)),
            ("44", date(2009, 3, 31)),
            ("", date(2010, 3, 31)),
        ]


@pytest.mark.parametrize("nearer", ["", "440900"])
def test_an_approval_near_its_term_is_submitted_again(world, nearer):
    """A term of the city holds in its county; elsewhere the shipped one does. Thirty days before its
    end it is time to do so.
    """
    cases = world.posted(2)
    world.move_to(APPROVED)
    approve_cases(cases=world.now(cases), on=APPROVED, by=world.approver)
    soon = date(2011, 9, 15)
    if nearer:
        put("110000", 1)
        put(nearer, 6)
        soon = date(2011, 3, 16)
    world.move_to(soon)
    before = soon - timedelta(days=1)
    with acting(world.filer):
        assert submittable(world.filer, before).count() == 0
        assert submittable(world.filer, soon).count() == 2
    ids = [world.case(case_id).household_id for case_id in cases]
    told = submit_cases(household_ids=ids[:1], on=before, by=world.filer)
    assert [one.verdict for one in told] == [SubmitVerdict.APPROVED]
    told = submit_cases(household_ids=ids[:1], on=soon, by=world.filer)
    assert [one.verdict for one in told] == [SubmitVerdict.SUBMITTED]


@pytest.mark.parametrize(("place", "value"), [("000000", 5), ("440981", 0), ("440981", 121)])
def test_what_is_no_value_is_refused(world, place, value):
    with acting(operator()), pytest.raises(BadCaseParameter, match="1 至 120"):
        put(place, value)


def test_the_administrator_sets_it_by_page_and_nobody_else(world):
    keeper = world.officer("keeper", Role.ADMINISTRATOR, world.city)
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(User.objects.get(id=keeper.user_id), backend=backend)
    given = {
        "case-place": "440981",
        "case-name": "review_months",
        "case-value": "6",
        "case-valid_from": str(DAY),
        "case-source": "高工发〔2010〕3号",
    }
    wrong = client.post("/standards/parameters/", {**given, "case-value": "0"})
    assert wrong.status_code == 422
    assert "复核期限（月）应为 1 至 120" in wrong.content.decode()
    done = client.post("/standards/parameters/", given, follow=True)
    assert "440981 的复核期限（月）已设为 6" in done.content.decode()
    assert "高工发〔2010〕3号" in done.content.decode()
    again = client.post("/standards/parameters/", given, follow=True)
    assert "没有改动" in again.content.decode()
    entry = Entry.objects.get(action="casework.set_parameter")
    assert entry.detail == {"parameter": REVIEW, "value": 6, "valid_from": str(DAY)}
    with acting(world.reviewer), pytest.raises(NotPermitted):
        set_case_parameter(
            place="440981", name=REVIEW, value=1, valid_from=DAY, source="无", by=world.reviewer
        )


def test_what_holds_from_the_later_day_wins_whichever_was_entered_last(world):
    """The program and the database say the same."""
    with acting(operator()):
        put("440900", 6, DAY + timedelta(days=30))
        put("440900", 9)
        for days, wanted in ((0, 9), (29, 9), (30, 6), (60, 6)):
            on = DAY + timedelta(days=days)
            asked = {"name": REVIEW, "on": on}
            assert case_parameters(["440900"], on)["440900"][REVIEW] == wanted
            assert rows_of(IN_FORCE, asked) == [(wanted,)]
