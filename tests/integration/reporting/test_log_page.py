"""The log in words: names instead of ids, links to what its reader may open, filters, no N+1."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bangfu.accounts.models import User
from bangfu.audit.recording import record
from bangfu.organisations.models import Appointment
from bangfu.scope.actors import operator
from bangfu.scope.enums import Role
from makers.registers import World

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def world(db, static_as_is) -> World:
    return World()


@pytest.fixture
def filer(world):
    return world.officer(Role.FILER, world.east)


def reader(world: World, role: Role, where=None) -> Client:
    client = Client()
    actor = world.officer(role, where or world.city)
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return client


def log(client: Client, **asked: str) -> str:
    answer = client.get("/log/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def body(page: str) -> str:
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_a_file_is_named_and_opened_by_who_may(world, filer):
    file = world.file("DA20100001")
    record(filer, "registry.read", "household", file.pk, {"day": "2010-10-31"})
    page = body(log(reader(world, Role.AUDITOR)))
    assert '<a href="/files/DA20100001/">DA20100001</a>' in page
    page = body(log(reader(world, Role.ADMINISTRATOR)))
    assert "DA20100001" not in page
    assert "/files/" not in page
    assert "（不在可见范围）" in page


def test_a_file_that_lies_elsewhere_today_is_not_named(world, filer):
    """What was read while it lay in the east has moved; the east's auditor sees no more of it."""
    file = world.file("DA20100002", world.west)
    record(filer, "registry.read", "household", file.pk)
    page = body(log(reader(world, Role.AUDITOR, world.east)))
    assert "查看档案" in page
    assert "DA20100002" not in page
    assert "（不在可见范围）" in page


def test_people_and_appointments_are_named_to_administrators_too(world, filer):
    held = Appointment.objects.get(user_id=filer.user_id)
    record(filer, "accounts.sign_in", "user", filer.user_id)
    record(filer, "accounts.switch", "appointment", held.pk)
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        page = body(log(reader(world, role)))
        assert f'<a href="/log/?officer={filer.user_id}">filer-e</a>' in page
        assert "filer-e，建档员，东县总工会" in page


def test_details_name_what_they_hold_and_leave_other_ids_out(world, filer):
    file = world.file("DA20100003")
    told = {"household": file.pk, "objection": 4711, "secret": 4712, "award": 4713, "union": "E"}
    record(filer, "casework.submit", "case", 4714, told)
    page = body(log(reader(world, Role.AUDITOR)))
    assert "档案 DA20100003" in page
    assert "工会 东县总工会" in page
    for number in range(4711, 4715):
        assert str(number) not in page


def test_what_is_no_id_stays_as_it_is(world, filer):
    record(filer, "casework.list", "case", "new")
    record(filer, "eligibility.assess", "day", "2010-10-31")
    record(filer, "registry.read_many", "list", "files")
    page = body(log(reader(world, Role.AUDITOR)))
    for shown in ("可提交的家庭", "2010-10-31"):
        assert shown in page
    assert "files" not in page


@pytest.fixture
def acts(world, filer) -> World:
    """Three acts of three officers on three subjects, a day apart; today's is the last."""
    reviewer = world.officer(Role.REVIEWER, world.west)
    auditor = world.officer(Role.AUDITOR, world.city)
    record(filer, "registry.read", "household", world.file("DA1").pk)
    record(reviewer, "registry.read", "household", world.file("DA2", world.west).pk)
    record(auditor, "accounts.sign_in", "user", auditor.user_id)
    return world


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 3),
        ({"officer": "filer-e"}, 1),
        ({"action": "registry.read"}, 2),
        ({"action": "accounts.sign_in"}, 1),
        ({"kind": "look"}, 2),
        ({"kind": "act"}, 1),
        ({"subject": "DA1"}, 1),
        ({"subject": " DA2 "}, 1),
        ({"subject": "auditor-c"}, 1),
        ({"subject": "nobody"}, 0),
        ({"officer": "filer-e", "subject": "DA2"}, 0),
    ],
)
def test_filters_narrow(acts, asked, count):
    if "officer" in asked:
        asked = asked | {"officer": User.objects.get(username=asked["officer"]).pk}
    assert body(log(reader(acts, Role.AUDITOR), **asked)).count("<tr>") == count


@pytest.mark.parametrize(
    ("since", "until", "count"), [(0, 0, 3), (1, None, 0), (None, -1, 0), (-3, 3, 3)]
)
def test_days_are_included_on_both_ends(acts, since, until, count):
    today = timezone.localdate()
    bounds = {
        name: str(today + timedelta(days=days))
        for name, days in (("since", since), ("until", until))
        if days is not None
    }
    assert body(log(reader(acts, Role.AUDITOR), **bounds)).count("<tr>") == count


def test_what_cannot_be_asked_is_told_and_finds_nothing(acts):
    auditor = reader(acts, Role.AUDITOR)
    page = log(auditor, since="2010-13-45", officer="x", action="no.such")
    assert body(page).count("<tr>") == 0
    assert page.count('class="err"') == 3
    assert "没有列出任何一条" in page
    assert "9999-12-31" in log(auditor, until="9999-12-31")


def test_an_auditor_looks_for_officers_of_the_own_unions_alone(acts):
    east = log(reader(acts, Role.AUDITOR, acts.east))
    assert "filer-e" in east
    assert "reviewer-w" not in east
    assert body(east).count("<tr>") == 1
    assert "reviewer-w" in log(reader(acts, Role.ADMINISTRATOR))


def test_what_the_machine_did_for_no_union_is_seen_at_the_root(acts):
    """A password given on the machine, say: who oversees the whole sees it, a county's auditor does not."""
    record(
        operator(), "accounts.reset_password", "user", acts.officer(Role.FILER, acts.east).user_id
    )
    assert body(log(reader(acts, Role.AUDITOR))).count("<tr>") == 4
    assert "重设密码" in body(log(reader(acts, Role.AUDITOR), action="accounts.reset_password"))
    assert "重设密码" not in body(log(reader(acts, Role.AUDITOR, acts.east)))


def test_what_has_one_word_is_one_choice_and_finds_both(acts):
    auditor = reader(acts, Role.AUDITOR)
    record(acts.officer(Role.FILER, acts.east), "registry.read_list", "list", "files")
    record(acts.officer(Role.FILER, acts.east), "registry.read_many", "list", "files")
    page = log(auditor, action="registry.read_list")
    assert body(page).count("<tr>") == 2
    assert page.count("查看档案列表</option>") == 1


def test_a_file_number_of_another_place_finds_nothing(acts):
    """The east's filer read a file of the west; the east's auditor sees the act, not whose file."""
    file = acts.file("DA3", acts.west)
    record(acts.officer(Role.FILER, acts.east), "registry.read", "household", file.pk)
    auditor = reader(acts, Role.AUDITOR, acts.east)
    assert body(log(auditor)).count("<tr>") == 2
    assert body(log(auditor, subject="DA3")).count("<tr>") == 0


@pytest.mark.parametrize("number", ["11010519491231002X", "110105 19491231 002x"])
def test_a_number_in_the_address_is_led_away_from(world, number):
    auditor = reader(world, Role.AUDITOR)
    answer = auditor.get("/log/", {"subject": number, "kind": "look"})
    assert (answer.status_code, answer["Location"]) == (303, "/log/?kind=look")
    assert "证件号、卡号不能写在网址里" in log(auditor)


def test_a_longer_page_asks_no_more_questions(world, filer):
    auditor = reader(world, Role.AUDITOR)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as questions:
            log(auditor)
        return len(questions)

    def read(count: int) -> None:
        for _ in range(count):
            record(filer, "registry.read", "household", world.file().pk)
            record(filer, "accounts.sign_in", "user", filer.user_id)

    read(1)
    few = asked()
    read(20)
    assert asked() == few
