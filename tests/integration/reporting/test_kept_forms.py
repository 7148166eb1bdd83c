"""A sign-in that has ended loses nothing that was typed, and gives it to nobody but its writer."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.eligibility.models import RuleAdoption
from bangfu.jobs.models import Job
from bangfu.organisations.models import Appointment
from bangfu.scope.actors import acting, background
from bangfu.scope.enums import Role
from bangfu.standards.models import AnnouncedDay
from bangfu.vault.commands.forget_forms import forget_forms
from bangfu.vault.commands.keep_form import MOST, keep_form
from bangfu.vault.enums import Purpose, SecretKind
from bangfu.vault.models import KeptForm
from bangfu.vault.queries import kept_forms
from harness import connect_to
from makers import payees
from makers.households import make_household, seal
from makers.people import identity
from makers.unions import PASSWORD

from .typed import Typed

pytestmark = pytest.mark.usefixtures("static_as_is")
#: Stands in no page, table or log of its own.
TYPED = "高州市某某街道的李四来电说明"
ADOPT = {
    "adopt-place": "440981",
    "adopt-rule_set": "2021",
    "adopt-valid_from": "2010-10-01",
    "adopt-document": TYPED,
}
FUND = {
    "name": TYPED,
    "area_code": "440900",
    "opened_on": "2010-10-01",
    "procedure": "联席会议决定",
}
USER = {
    "username": "li-si",
    "name": TYPED[:12],
    "password": "heron by the weir 4",
    "union_code": "W",
    "role": "auditor",
}
FORMS = [
    (Role.ADMINISTRATOR, "/standards/", "/standards/adopt/", ADOPT),
    (Role.ADMINISTRATOR, "/settings/", "/settings/users/", USER),
]


def sign_in(actor, client: Client | None = None, to: str = "/sign-in/") -> tuple[Client, str]:
    """A browser, with where signing in leads."""
    client = client or Client()
    username = User.objects.get(pk=actor.user_id).username
    answer = client.post(to, {"username": username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client, answer["Location"]


def filled(client: Client, page: str, typed: dict) -> dict:
    """What a browser sends of the form on that page."""
    shown = Typed(client.get(page).content.decode())
    return {"writer": shown.values["writer"], **typed}


def session_ends(client: Client) -> None:
    Session.objects.filter(session_key=client.session.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )


def sent_too_late(client: Client, page: str, address: str, typed: dict) -> str:
    """Fill the form in, let the session end, send it. Returns where the browser is led."""
    fields = filled(client, page, typed)
    session_ends(client)
    answer = client.post(address, fields, headers={"referer": f"http://testserver{page}"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
    return answer["Location"]


def recorded() -> tuple[int, ...]:
    tables = (RuleAdoption, AnnouncedDay, User, Appointment)
    with acting(background()):
        return tuple(table.objects.count() for table in tables)


def kept() -> int:
    with acting(background()):
        return KeptForm.objects.count()


@pytest.mark.parametrize(("role", "page", "address", "typed"), FORMS, ids=["adopt", "user"])
def test_its_writer_finds_the_form_filled_and_sends_it(world, role, page, address, typed):
    officer = world.officer(role, world.city)
    client, _home = sign_in(officer)
    before = recorded()
    signing_in = sent_too_late(client, page, address, typed)
    assert "已留存" in client.get(signing_in).content.decode()
    _client, leads_to = sign_in(officer, client, signing_in)
    assert leads_to == address
    for _again in range(2):  # and once more, where the page is loaded anew
        answer = client.get(address)
        shown = Typed(answer.content.decode())
        expected = {name: text for name, text in typed.items() if name != "password"}
        assert {name: shown.values.get(name) for name in expected} == expected
        assert "heron by the weir" not in answer.content.decode()
    assert "请核对后再提交" in answer.content.decode()
    assert recorded() == before
    done = client.post(address, {"writer": shown.values["writer"], **typed})
    assert done.status_code in (302, 303)
    assert recorded() != before
    assert kept() == 0


def test_another_person_at_that_browser_gets_nothing(world):
    writer, other = (world.officer(Role.FUND_OFFICER, where) for where in (world.city, world.east))
    client, _home = sign_in(writer)
    signing_in = sent_too_late(client, "/funds/new/", "/funds/new/", FUND)
    sign_in(other, client, signing_in)
    assert TYPED not in client.get("/funds/new/").content.decode()
    with acting(other):
        assert KeptForm.objects.count() == 0
    elsewhere, leads_to = sign_in(writer)
    assert leads_to == "/funds/new/"
    assert TYPED in elsewhere.get(leads_to).content.decode()


def test_a_form_is_its_writers_alone_where_the_database_hides_nothing(fresh_database):
    connect_to(fresh_database, owner=True)
    with connection.cursor() as cursor:
        cursor.execute("alter table vault_keptform no force row level security")
        cursor.execute("alter table vault_keptform disable row level security")
    connect_to(fresh_database)
    world = payees.make_world()
    keep_form(form={"address": "/funds/new/"}, by=world["planner"])
    assert [kept.form["address"] for kept in kept_forms(world["planner"])] == ["/funds/new/"]
    assert kept_forms(world["approver"]) == []


def test_what_was_typed_lies_nowhere_in_the_clear(world):
    officer = world.officer(Role.FUND_OFFICER, world.city)
    client, _home = sign_in(officer)
    signing_in = sent_too_late(client, "/funds/new/", "/funds/new/", FUND)
    sign_in(officer, client, signing_in)
    client.get("/funds/new/")
    places = [signing_in, str(client.cookies), str(dict(client.session.items()))]
    places += [str(entry.detail) for entry in Entry.objects.all()]
    with acting(background()), connection.cursor() as cursor:
        cursor.execute("select sealed from vault_keptform")
        places += [bytes(row[0]).decode("utf-8", "replace") for row in cursor.fetchall()]
    for text in (TYPED, TYPED.encode("unicode_escape").decode(), "联席会议决定"):
        assert [place for place in places if text in place] == []


def test_a_page_of_before_another_sign_in_keeps_what_was_typed(world):
    """Signed in anew in another tab: the token of the older page is refused, its text is not lost."""
    officer = world.officer(Role.FUND_OFFICER, world.city)
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        User.objects.get(pk=officer.user_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    fields = {**filled(client, "/funds/new/", FUND), "csrfmiddlewaretoken": "of another sign-in"}
    answer = client.post("/funds/new/", fields, headers={"referer": "http://testserver/funds/new/"})
    assert (answer.status_code, answer["Location"]) == (303, "/funds/new/")
    assert TYPED in client.get("/funds/new/").content.decode()
    foreign = client.post("/funds/new/", fields, headers={"referer": "https://elsewhere.example/"})
    assert foreign.status_code == 403


@pytest.mark.parametrize(
    ("came_from", "back"), [("/figures/", "/figures/"), ("//other.example/", "/other.example/")]
)
def test_a_step_without_anything_to_show_is_not_done_by_itself(world, came_from, back):
    officer = world.officer(Role.REVIEWER, world.east)
    client, _home = sign_in(officer)
    client.get("/figures/")
    fields = {"writer": filled(client, "/switch/", {})["writer"], "asked": "1"}
    session_ends(client)
    before = Entry.objects.filter(action="eligibility.request").count()
    referer = {"referer": f"http://testserver{came_from}"}
    client.post("/figures/reassess/", fields, headers=referer)
    _client, leads_to = sign_in(officer, client)
    answer = client.get(leads_to)
    assert (answer.status_code, answer["Location"]) == (303, back)
    assert "没有办理" in client.get("/figures/").content.decode()
    assert Entry.objects.filter(action="eligibility.request").count() == before
    assert kept() == 0


def test_work_in_the_background_is_not_begun_by_itself(world):
    """So many households that a request would not submit them itself."""
    officer = world.officer(Role.FILER, world.east)
    client, _home = sign_in(officer)
    fields = filled(client, "/switch/", {"households": ",".join(map(str, range(1, 502)))})
    session_ends(client)
    client.post("/cases/new/", fields, headers={"referer": "http://testserver/cases/"})
    _client, leads_to = sign_in(officer, client)
    assert leads_to == "/cases/new/"
    assert client.get(leads_to)["Location"] == "/cases/"
    with acting(background()):
        assert not Job.objects.exists()


@pytest.mark.parametrize("act", ["export", "reveal"])
def test_neither_a_file_nor_a_number_leaves_by_itself(world, act):
    """Asked for before the sign-in ended; the log tells of none. Loaded anew, the number doesn't come either."""
    officer = world.officer(Role.FILER, world.east)
    with acting(background()):
        filed = make_household(world.east, "4409810009")
        number = seal(filed, SecretKind.ID_NUMBER, identity(9))
    page = f"/files/{filed.file_no}/"
    address = {"export": "/files/export/", "reveal": f"{page}reveal/"}[act]
    client, _home = sign_in(officer)
    asked = {"secret": str(number.pk), "phone": "", "purpose": Purpose.VERIFY.value}
    signing_in = sent_too_late(client, page, address, asked)
    sign_in(officer, client, signing_in)
    with acting(background()):
        told = Entry.objects.exclude(action__startswith="accounts.").count()
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (303, page)
    with acting(background()):
        assert Entry.objects.exclude(action__startswith="accounts.").count() == told
    assert client.get(f"{page}reveal/")["Location"] == page


def test_files_are_said_to_be_chosen_again(world):
    officer = world.officer(Role.FILER, world.east)
    client, _home = sign_in(officer)
    typed = {"as_of": "2010-10-01", "files": SimpleUploadedFile("rows.csv", "姓名".encode())}
    signing_in = sent_too_late(client, "/imports/", "/imports/", typed)
    sign_in(officer, client, signing_in)
    page = client.get("/imports/").content.decode()
    assert "请重新选择" in page
    assert Typed(page).values["as_of"] == "2010-10-01"


def test_nothing_is_kept_of_who_never_saw_the_form(world):
    client = Client()
    for writer in ("", "1", "1:forged"):
        answer = client.post("/funds/new/", {"writer": writer, **FUND})
        assert answer.status_code == 302
    assert kept() == 0


def test_it_is_kept_for_a_day_and_a_few_forms(world):
    officer = world.officer(Role.FUND_OFFICER, world.city)
    client, _home = sign_in(officer)
    fields = filled(client, "/funds/new/", FUND)
    session_ends(client)
    for _number in range(MOST + 2):
        client.post("/funds/new/", fields)
    assert kept() == MOST
    assert forget_forms(by=background()) == 0
    with acting(background()):
        left = KeptForm.objects.latest("kept_until").kept_until - timezone.now()
        assert timedelta(hours=23) < left <= timedelta(hours=24)
        KeptForm.objects.update(kept_until=timezone.now() - timedelta(seconds=1))
    assert sign_in(officer, client)[1] == "/"
    assert forget_forms(by=background()) == MOST
    assert kept() == 0
