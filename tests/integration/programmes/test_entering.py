"""A production system without any programme: entered by the administrator, then a fund opens."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.funds.models import Fund
from bangfu.organisations.models import Union
from bangfu.programmes.enums import Parameter
from bangfu.programmes.models import Programme, ProgrammeParameter
from bangfu.programmes.queries import parameter_in_force
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from makers.unions import appoint, install, make_union

pytestmark = pytest.mark.usefixtures("static_as_is")
BACKEND = "django.contrib.auth.backends.ModelBackend"
GIVEN = {
    "place": "440900",
    "per_time_fen": "3,000",
    "per_year_fen": "6000.00",
    "season_starts_month": "7",
    "valid_from": "2024-01-01",
    "source": "市总工会办法（样例）",
}
FUND = {
    "name": "送温暖专项资金",
    "source": "union",
    "opened_on": "2024-01-02",
    "area_code": "440900",
    "classes": ["低保户"],
    "procedure": "联席会议决定",
}


@pytest.fixture
def city(db) -> Union:
    install(None)
    return make_union("C", "茂名市总工会", kind="市总工会")


@pytest.fixture
def administrator(city) -> Client:
    return officer(city, Role.ADMINISTRATOR)


def officer(union: Union, role: Role) -> Client:
    user = User.objects.get(pk=appoint(role, role, union).user_id)
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def enter(client: Client, **other: str):
    data = {f"programme-{name}": value for name, value in {**GIVEN, **other}.items()}
    return client.post(reverse("programme_set"), data)


def values() -> dict[str, int]:
    return dict(ProgrammeParameter.objects.values_list("name", "value"))


def test_from_nothing_to_a_fund_in_production(city, administrator):
    fund_officer = officer(city, Role.FUND_OFFICER)
    assert "还没有帮扶项目" in fund_officer.get(reverse("standard_list")).content.decode()
    assert enter(administrator).status_code == 302
    assert values() == {
        Parameter.PER_TIME: 300_000,
        Parameter.PER_YEAR: 600_000,
        Parameter.SEASON: 7,
    }
    programme = Programme.objects.get()
    holding = parameter_in_force(programme, "440981", Parameter.PER_TIME, date(2024, 2, 1))
    assert holding is not None
    opened = fund_officer.post(reverse("fund_new"), {**FUND, "programme": str(programme.pk)})
    assert opened.status_code == 302
    with acting(operator()):
        assert Fund.objects.get().programme == programme


def test_everybody_reads_what_was_entered(city, administrator):
    enter(administrator)
    enter(administrator, valid_from="2124-01-01", per_time_fen="3500")
    text = officer(city, Role.AUDITOR).get(reverse("standard_list")).content.decode()
    for shown in ("每人每次上限", "3,000.00 元", "7 月", "有效", "3,500.00 元", "尚未生效"):
        assert shown in text
    assert "市总工会办法（样例）" in text
    assert "录入送温暖的上限" not in text


def test_the_log_says_it_in_words(city, administrator):
    enter(administrator)
    assert Entry.objects.filter(action="programmes.add_parameter").count() == 3
    text = administrator.get(reverse("log_list")).content.decode()
    assert "名称 每人每次上限，地区 440900，金额 3,000.00 元，自 2024-01-01" in text
    assert "名称 一季的起始月份，地区 440900，自 2024-01-01，月份 7" in text


def test_the_same_again_changes_nothing_and_says_so(administrator):
    enter(administrator)
    again = enter(administrator)
    assert again.status_code == 302
    shown = administrator.get(reverse("standard_list")).content.decode()
    assert "先前已经录入，没有改动" in shown
    assert ProgrammeParameter.objects.count() == 3
    assert Entry.objects.filter(action="programmes.add_parameter").count() == 3


def test_a_corrected_document_is_kept_though_the_values_stay(administrator):
    enter(administrator)
    enter(administrator, source="市总工会办法（更正）")
    rows = ProgrammeParameter.objects.order_by("id")
    assert [row.source for row in rows[3:]] == ["市总工会办法（更正）"] * 3
    assert [row.value for row in rows[3:]] == [row.value for row in rows[:3]]


def test_another_value_from_the_same_day_is_refused_whole(administrator):
    enter(administrator)
    refused = enter(administrator, per_year_fen="9000", season_starts_month="8")
    assert refused.status_code == 422
    assert "参数不能改写，请另定生效日期" in refused.content.decode()
    assert values()[Parameter.PER_YEAR] == 600_000
    assert ProgrammeParameter.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("place", "4409", "行政区划代码应为六位数字"),
        ("place", "000000", "行政区划代码应为六位数字"),
        ("per_time_fen", "三千", "最多两位小数"),
        ("per_time_fen", "3000.005", "最多两位小数"),
        ("per_time_fen", "0", "金额须大于零"),
        ("per_time_fen", "", "请填写每人每次上限（元）"),
        ("per_year_fen", "2000", "每人每年上限低于每人每次上限"),
        ("season_starts_month", "13", "13"),
        ("season_starts_month", "", "请选择季节起始月"),
        ("valid_from", "", "请填写生效日期"),
        ("source", " ", "请填写依据"),
    ],
)
def test_what_cannot_be_is_said_at_the_form_and_nothing_is_kept(administrator, field, typed, said):
    refused = enter(administrator, **{field: typed})
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert not ProgrammeParameter.objects.exists()
    assert not Programme.objects.exists()


def test_only_the_administrator_enters(city):
    assert enter(officer(city, Role.FUND_OFFICER)).status_code == 403
    assert not Programme.objects.exists()
