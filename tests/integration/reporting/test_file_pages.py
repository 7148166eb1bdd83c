"""The desk, the list and the file as HTTP: what is on them, who gets in, what is logged."""

import io
import re
from datetime import date
from urllib.parse import quote

import openpyxl
import pytest

from bangfu.audit.models import Entry
from bangfu.eligibility.commands.redecide import redecide
from bangfu.organisations.queries import actor_named
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts
from bangfu.reporting.dossier import NOT_FACTS, TITLES
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from makers.registers import DAY, IDENTITY, WEST

from .conftest import signed_in

pytestmark = pytest.mark.usefixtures("static_as_is")
PHONE = "10079887200"


@pytest.fixture
def filed(world):
    world.file("A1", world.east, income=250, members=(0,), main_cause="子女上学")
    world.file("A2", world.east, income=900, employer="样例一厂")
    world.file("B1", world.west, income=None, area=WEST)
    redecide(on=DAY, by=operator())
    return world


@pytest.fixture
def reviewer(filed):
    return signed_in(filed.officer(Role.REVIEWER, filed.east))


def text_of(response) -> str:
    return response.content.decode()


def sheet_of(response) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(response.content), read_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


def logged(action: str) -> list[str]:
    entries = Entry.objects.filter(action=action).order_by("id")
    return list(entries.values_list("subject", flat=True))


def test_the_desk_shows_the_jurisdictions_figures_and_what_waits(filed, reviewer):
    page = reviewer.get("/figures/")
    assert page.status_code == 200
    assert page.context["figures"].total.households == 2
    assert "数据截至 2010-10-31" in text_of(page)
    filed.change(Household.objects.none().model(pk=_id("A1")), DAY, own_income_fen=1)
    stale = text_of(reviewer.get("/figures/"))
    assert "有 1 户的事实、标准或规则变了" in stale
    assert "立即重算" in stale
    assert reviewer.post("/figures/reassess/").status_code == 303


def _id(file_no: str) -> int:
    with acting(operator()):
        return Household.objects.get(file_no=file_no).pk


def test_a_line_opens_to_its_unions_with_and_without_script(reviewer):
    opened = "?by=area&open=449901"
    whole, part = reviewer.get(f"/figures/{opened}"), reviewer.get(f"/figures/rows/{opened}")
    assert "东县总工会" in text_of(part)
    assert " ".join(text_of(part).split()) in " ".join(text_of(whole).split())
    closed = text_of(reviewer.get("/figures/rows/?by=area&open=nowhere"))
    assert "东县总工会" not in closed


def test_the_figures_of_the_demo_are_on_its_desk(demo_database):
    client = signed_in(actor_named("city-approver", DAY))
    text = text_of(client.get("/figures/"))
    for figure in ("11,132", "34,592", "6,247", "3,728", "市直", "茂南区", "茂港区", "电白县"):
        assert figure in text
    shown = text_of(client.get("/files/?area=440981&class=低保户&on=2010-10-31"))
    assert "1,143 户、" in shown
    assert "人数是各户在档人口相加" in shown
    assert "共 1,143 户" in shown


def test_the_figures_as_a_workbook(reviewer):
    page = reviewer.get("/figures/export/")
    rows = sheet_of(page)
    assert quote("困难职工统计-2010-10-31.xlsx") in page["Content-Disposition"]
    assert rows[1][:4] == ("代码", "地区", "户数", "人数")
    assert rows[-1][:4] == ("合计", "合计", 2, 3)
    assert logged("reporting.figures_export") == ["2010-10-31"]


def test_the_list_is_filtered_and_stays_in_the_jurisdiction(reviewer):
    def found(query: str) -> list[str]:
        rows = reviewer.get(f"/files/{query}").context["page"].rows
        return [one.file_no for one in rows]

    assert found("") == ["A1", "A2"]
    assert found("?class=低保户") == ["A1"]
    assert found("?text=A2") == ["A2"]
    assert found("?text=例甲") == ["A1", "A2"]
    assert found("?area=449902") == []
    assert found("?on=2010-04-30") == []
    assert found("?union=nowhere") == []
    assert "没有符合条件的档案" in text_of(reviewer.get("/files/?text=Z"))
    assert logged("registry.read_many")


def test_the_list_goes_on_by_fifty(filed):
    for number in range(60):
        filed.file(f"P{number:03}", filed.west, area=WEST)
    client = signed_in(filed.officer(Role.REVIEWER, filed.west))
    first = client.get("/files/").context["page"]
    second = client.get(f"/files/?after={first.after}").context["page"]
    back = client.get(f"/files/?before={second.before}").context["page"]
    assert (len(first.rows), len(second.rows), second.after) == (50, 11, "")
    assert [one.household_id for one in back.rows] == [one.household_id for one in first.rows]


def test_the_list_as_a_workbook_is_posted_logged_and_takes_no_formula(filed, reviewer):
    filed.file("A3", filed.east, employer="=1+1")
    redecide(on=DAY, by=operator())
    assert reviewer.get("/files/export/").status_code == 405
    rows = sheet_of(reviewer.post("/files/export/?area=449901"))
    assert [row[0] for row in rows[2:]] == ["A1", "A2", "A3"]
    assert rows[4][5] == "=1+1"
    assert logged("registry.export") == ["files"]


def test_the_file_says_why_first_and_the_reading_is_logged(reviewer):
    page = text_of(reviewer.get("/files/A1/"))
    assert "人均月收入 125.00 元，低于城市低保标准 300.00 元" in page
    assert page.index("认定说明") < page.index("家庭成员") < page.index("材料变更")
    assert logged("registry.read") == [str(_id("A1"))]
    again = text_of(reviewer.get("/files/A1/"))
    assert "谁看过这份档案" in again


def test_any_past_day_can_be_shown(filed, reviewer):
    with acting(operator()):
        household = Household.objects.get(file_no="A2")
    filed.change(household, date(2010, 10, 1), own_income_fen=10_000, phone="10000000000")
    assert "人均月收入 100.00 元" in text_of(reviewer.get("/files/A2/"))
    past = text_of(reviewer.get("/files/A2/?on=2010-09-30"))
    assert "这是 2010-09-30 的情况" in past
    assert "人均月收入 900.00 元" in past
    assert "当天尚未在册" in text_of(reviewer.get("/files/A2/?on=2009-01-01"))
    assert "900.00 元</del> → 100.00 元" in past


@pytest.mark.parametrize("version", [HouseholdFacts, MemberFacts])
def test_what_changed_is_told_by_the_words_of_the_form(version):
    """Who brought a version, and where its row is filed, is no change of what it says."""
    told = [field for field in version._meta.concrete_fields if field.name not in NOT_FACTS]
    titles = {field.name: str(TITLES.get(field.name, field.verbose_name)) for field in told}
    assert len(titles) > 5
    assert {name for name, title in titles.items() if title.isascii()} == set()


def test_what_is_missing_is_said_with_how_to_supply_it(filed):
    client = signed_in(filed.officer(Role.REVIEWER, filed.west))
    page = text_of(client.get("/files/B1/"))
    assert "还缺本人月平均收入" in page
    assert "请在“职工档案”表中补填档案 B1 的“本人月平均收入”" in page


def test_a_number_is_masked_until_opened_for_a_purpose_and_that_is_logged(filed, reviewer):
    secret = filed.identify("A1")
    page = text_of(reviewer.get("/files/A1/"))
    assert "449901●●●●<" in page
    assert IDENTITY not in page
    assert reviewer.post("/files/A1/reveal/", {"secret": secret.pk}).status_code == 422
    asked = {"secret": secret.pk, "purpose": "verify"}
    part = reviewer.post("/files/A1/reveal/", asked, headers={"HX-Request": "true"})
    assert IDENTITY in text_of(part)
    assert "<html" not in text_of(part)
    assert "no-store" in part["Cache-Control"]
    told = reviewer.post("/files/A1/reveal/", asked)
    assert (told.status_code, told["Location"]) == (303, "/files/A1/reveal/")
    shown = reviewer.get("/files/A1/reveal/")
    assert IDENTITY in text_of(shown)
    assert "no-store" in shown["Cache-Control"]
    assert reviewer.get("/files/A1/reveal/")["Location"] == "/files/A1/"  # once
    entries = Entry.objects.filter(action="vault.read")
    assert [entry.detail["purpose"] for entry in entries] == ["verify", "verify"]
    assert IDENTITY not in str(list(Entry.objects.values_list("detail", flat=True)))


def test_a_phone_number_is_masked_until_opened_for_a_purpose_and_that_is_logged(filed, reviewer):
    with acting(operator()):
        household = Household.objects.get(file_no="A2")
    for phone in (PHONE, f"{PHONE[:-1]}9"):
        day = date(2010, 9, 1) if phone == PHONE else date(2010, 10, 1)
        filed.change(household, day, phone=phone)
    page = text_of(reviewer.get("/files/A2/"))
    assert "●●●●09<" in page
    assert PHONE[:4] not in page  # not among what changed, either
    with acting(operator()):
        facts = HouseholdFacts.objects.filter(household=household).latest("id")
    asked = {"phone": facts.pk, "purpose": "contact"}
    assert reviewer.post("/files/A2/reveal/", {"phone": facts.pk}).status_code == 422
    part = reviewer.post("/files/A2/reveal/", asked, headers={"HX-Request": "true"})
    assert facts.phone in text_of(part)
    assert reviewer.post("/files/A1/reveal/", asked, follow=True).status_code == 404
    assert facts.phone in text_of(reviewer.post("/files/A2/reveal/", asked, follow=True))
    entries = Entry.objects.filter(action="registry.read_phone")
    assert [entry.detail for entry in entries] == [{"purpose": "contact"}] * 2
    assert "完整手机号" in text_of(reviewer.get("/files/A2/"))


def test_a_person_reads_for_a_persons_purpose_of_that_kind_of_number(filed, reviewer):
    secret = filed.identify("A1")
    for purpose in ("import", "export", "contact", "nonsense"):
        asked = {"secret": secret.pk, "purpose": purpose}
        answer = reviewer.post("/files/A1/reveal/", asked)
        assert answer.status_code == 422
        assert "no-store" in answer["Cache-Control"]
    assert not Entry.objects.filter(action="vault.read").exists()


def test_only_what_named_the_number_waits_in_the_session(filed, reviewer):
    secret = filed.identify("A1")
    asked = {"secret": f" {secret.pk}", "purpose": "verify"}
    assert reviewer.post("/files/A1/reveal/", asked).status_code == 400
    with acting(operator()):
        facts = HouseholdFacts.objects.filter(household__file_no="A2").latest("id")
    asked = {"phone": facts.pk, "secret": IDENTITY, "purpose": "contact"}
    reviewer.post("/files/A2/reveal/", asked)
    assert IDENTITY not in str(dict(reviewer.session))


@pytest.mark.parametrize("secret", ["", "x", "９", "1" * 30])
def test_what_is_no_number_of_a_secret_is_a_bad_request(reviewer, secret):
    asked = {"secret": secret, "purpose": "verify"}
    assert reviewer.post("/files/A1/reveal/", asked).status_code == 400


def test_another_jurisdiction_gets_nothing(filed):
    secret = filed.identify("A1")
    stranger = signed_in(filed.officer(Role.REVIEWER, filed.west))
    asked = {"secret": secret.pk, "purpose": "verify"}
    assert stranger.get("/files/A1/").status_code == 404
    assert stranger.post("/files/A1/reveal/", asked).status_code == 404
    assert stranger.post("/files/B1/reveal/", asked).status_code == 404
    rows = sheet_of(stranger.post("/files/export/"))
    assert [row[0] for row in rows[2:]] == ["B1"]


def test_an_administrator_sees_a_desk_without_figures_and_no_file(filed):
    client = signed_in(filed.officer(Role.ADMINISTRATOR, filed.city))
    desk = client.get("/figures/")
    assert desk.status_code == 200
    assert "figures" not in desk.context
    for address in ("/figures/rows/", "/figures/export/", "/files/", "/files/A1/"):
        assert client.get(address).status_code == 403
    for address in ("/figures/reassess/", "/files/export/", "/files/A1/reveal/"):
        assert client.post(address).status_code == 403


def test_every_link_of_an_administrators_desk_opens(filed):
    client = signed_in(filed.officer(Role.ADMINISTRATOR, filed.city))
    links = set(re.findall(r'<a\s[^>]*href="(/[^"]*)"', text_of(client.get("/figures/"))))
    assert {"/standards/", "/unions/", "/settings/", "/log/"} <= links
    answers = {there: client.get(there, follow=True).status_code for there in links}
    assert {there for there, status in answers.items() if status != 200} == set()
