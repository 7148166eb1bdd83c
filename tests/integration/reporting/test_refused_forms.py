"""A command that refuses a form: its words at the field, 422, and everything typed still there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bangfu.accounts.models import User
from bangfu.casework.models import CaseParameter
from bangfu.eligibility.models import RuleAdoption
from bangfu.organisations.models import Appointment
from bangfu.programmes.models import ProgrammeParameter
from bangfu.scope.enums import Role
from bangfu.standards.models import AnnouncedDay
from makers.registers import EAST

from .conftest import signed_in
from .typed import Typed

pytestmark = pytest.mark.usefixtures("static_as_is")
#: Never sent back to a browser.
SECRET = "password"
PARAMETERS = {
    "place": "440900",
    "per_time_fen": "3000",
    "per_year_fen": "6000",
    "season_starts_month": "7",
    "valid_from": "2010-01-01",
    "source": "样例规定",
}


@pytest.fixture
def administrator(world):
    return signed_in(world.officer(Role.ADMINISTRATOR, world.city))


def sent(prefix: str, typed: dict[str, str]) -> dict[str, str]:
    return {f"{prefix}-{name}" if prefix else name: value for name, value in typed.items()}


def kept() -> tuple[int, ...]:
    tables = (RuleAdoption, CaseParameter, ProgrammeParameter, AnnouncedDay, User, Appointment)
    return tuple(table.objects.count() for table in tables)


@pytest.mark.parametrize(
    ("address", "prefix", "typed", "field", "words"),
    [
        (
            "/standards/adopt/",
            "adopt",
            {
                "place": "990000",
                "rule_set": "2021",
                "valid_from": "2010-10-01",
                "document": "样例市规定",
            },
            "place",
            "990000",
        ),
        (
            "/standards/workdays/",
            "days",
            {"document": "样例通知", "off": "2031-01-01\n2031-01-02", "worked": "2031-09-28"},
            "off",
            "安排不完整",
        ),
        (
            "/standards/workdays/",
            "days",
            {"document": "样例通知", "off": "", "worked": ""},
            "off",
            "没有填写任何日期",
        ),
        (
            "/standards/programmes/",
            "programme",
            {**PARAMETERS, "per_year_fen": "9000", "season_starts_month": "8"},
            "valid_from",
            "请另定生效日期",
        ),
        (
            "/settings/users/",
            "",
            {
                "username": "filer-e",
                "name": "李四",
                "password": "heron by the weir 4",
                "union_code": "W",
                "role": "auditor",
            },
            "username",
            "filer-e",
        ),
        (
            "/settings/users/",
            "",
            {
                "username": "li-si",
                "name": "李四",
                "password": "heron by the weir 4",
                "union_code": "nowhere",
                "role": "auditor",
            },
            "union_code",
            "nowhere",
        ),
        (
            "/settings/appointments/",
            "appoint",
            {
                "username": "filer-e",
                "union_code": "nowhere",
                "role": "auditor",
                "since": "2010-10-31",
            },
            "union_code",
            "nowhere",
        ),
        (
            "/settings/appointments/",
            "appoint",
            {"username": "filer-e", "union_code": "E", "role": "filer", "since": "2010-10-31"},
            "role",
            "",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("/") else "",
)
def test_what_was_typed_stands_and_the_field_says_why(
    world, administrator, address, prefix, typed, field, words
):
    world.officer(Role.FILER, world.east)
    entered = administrator.post("/standards/programmes/", sent("programme", PARAMETERS))
    assert entered.status_code == 302
    before = kept()
    answer = administrator.post(address, sent(prefix, typed))
    assert answer.status_code == 422
    shown = Typed(answer.content.decode())
    expected = sent(prefix, {name: value for name, value in typed.items() if name != SECRET})
    assert {name: shown.values.get(name) for name in expected} == expected
    [wrong] = sent(prefix, {field: ""})
    assert words in shown.errors[f"id_{wrong}_error"]
    assert kept() == before


@pytest.mark.parametrize(
    ("address", "field"), [("/standards/import/", "file-file"), ("/unions/import/", "file")]
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(administrator, address, field):
    file = SimpleUploadedFile("rows.xlsx", b"no workbook at all")
    answer = administrator.post(address, {field: file})
    assert answer.status_code == 422
    assert Typed(answer.content.decode()).errors[f"id_{field}_error"]


def test_all_that_is_missing_is_said_at_once(administrator):
    """The document by the form, the days by the rule of the command."""
    answer = administrator.post("/standards/workdays/", {"days-document": "", "days-off": ""})
    assert answer.status_code == 422
    assert set(Typed(answer.content.decode()).errors) == {
        "id_days-document_error",
        "id_days-off_error",
    }


def test_a_wrong_union_is_said_beside_all_else(world, administrator):
    """In both forms, though only the commands know the unions, and who has a name already."""
    world.officer(Role.FILER, world.east)
    user = {"username": "filer-e", "name": "", "password": "1234567890", "union_code": "nowhere"}
    answer = administrator.post("/settings/users/", {**user, "role": "auditor"})
    assert answer.status_code == 422
    errors = Typed(answer.content.decode()).errors
    assert set(errors) == {f"id_{name}_error" for name in user}
    assert "nowhere" in errors["id_union_code_error"]
    appointment = {"username": "nobody", "union_code": "nowhere", "since": ""}
    answer = administrator.post(
        "/settings/appointments/", sent("appoint", {**appointment, "role": "auditor"})
    )
    errors = Typed(answer.content.decode()).errors
    assert set(errors) == {f"id_appoint-{name}_error" for name in appointment}


def test_a_limit_keeps_what_was_typed(administrator):
    typed = {"place": EAST, "name": "post_days", "value": "900", "valid_from": "2010-10-01"}
    answer = administrator.post("/standards/parameters/", sent("case", {**typed, "source": "样例"}))
    assert answer.status_code == 422
    shown = Typed(answer.content.decode())
    assert {name: shown.values.get(f"case-{name}") for name in typed} == typed
    assert "id_case-value_error" in shown.errors
