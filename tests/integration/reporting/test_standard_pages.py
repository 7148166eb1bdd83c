"""Standards, rules and working days: everybody reads, the administrator enters."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.models import RuleAdoption
from bangfu.eligibility.queries import determinations, waits
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.standards.models import AnnouncedDay, LocalStandard
from makers.registers import DAY, EAST

from .conftest import signed_in

pytestmark = pytest.mark.usefixtures("static_as_is")
COLUMNS = "行政区划代码,地区,种类,元每月,生效日期,文件或来源,备注\n"


@pytest.fixture
def administrator(world):
    return signed_in(world.officer(Role.ADMINISTRATOR, world.city))


def upload(rows: str) -> dict[str, object]:
    content = (COLUMNS + rows).encode()
    return {"file-file": SimpleUploadedFile("standards.csv", content)}


def test_everybody_reads_and_only_the_administrator_enters(world, administrator):
    reviewer = signed_in(world.officer(Role.REVIEWER, world.east))
    assert "采用的认定规则" in reviewer.get("/standards/").content.decode()
    assert "录入放假与调休" not in reviewer.get("/standards/").content.decode()
    assert "录入放假与调休" in administrator.get("/standards/").content.decode()
    for address in ("/standards/adopt/", "/standards/import/", "/standards/workdays/"):
        assert reviewer.post(address).status_code == 403


def test_adopting_marks_what_it_touches(world, administrator):
    world.file("A", world.east)
    redecide(on=DAY, by=operator())
    given = {"place": EAST, "rule_set": "2021", "valid_from": "2010-10-01", "document": "样例"}
    done = administrator.post("/standards/adopt/", {f"adopt-{k}": v for k, v in given.items()})
    assert done.status_code == 302
    assert RuleAdoption.objects.filter(place=EAST, rule_set="2021").exists()
    with acting(operator()):
        assert determinations(DAY, operator()).filter(waits(DAY)).count() == 1


def test_a_wrong_place_is_said_at_its_field_and_nothing_is_kept(administrator):
    given = {"place": "4499", "rule_set": "2021", "valid_from": "2010-10-01", "document": "样例"}
    done = administrator.post("/standards/adopt/", {f"adopt-{k}": v for k, v in given.items()})
    assert done.status_code == 422
    assert "行政区划代码应为六位数字" in done.content.decode()
    assert RuleAdoption.objects.count() == 1


def test_standards_come_in_from_a_file_and_bad_rows_are_told(administrator):
    good = f"{EAST},东县,城市低保标准,310.00,2010-10-01,样例,\n"
    assert administrator.post("/standards/import/", upload(good)).status_code == 302
    assert LocalStandard.objects.get(area_code=EAST).amount_fen == 310_00
    bad = administrator.post("/standards/import/", upload(good.replace("310.00", "三百")))
    assert bad.status_code == 200
    assert "有几行没有录入" in bad.content.decode()
    assert administrator.post("/standards/import/", {}).status_code == 422


def test_working_days_are_entered_line_by_line(administrator):
    given = {
        "days-document": "样例通知",
        "days-off": "2031-01-01\n2031-10-01 至 2031-10-03",
        "days-worked": "2031-09-28",
    }
    assert administrator.post("/standards/workdays/", given).status_code == 302
    entered = dict(AnnouncedDay.objects.values_list("day", "is_workday"))
    assert len(entered) == 5
    assert entered[date(2031, 9, 28)]
    assert not entered[date(2031, 10, 2)]


@pytest.mark.parametrize(
    ("off", "said"),
    [
        ("明天", "不是日期"),
        ("2031-10-01 至 2031-09-01", "不是日期"),
        ("2031-13-01", "不是日期"),
        ("2031-09-28", "既写了放假又写了上班"),
        ("2031-01-01", "安排不完整"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(administrator, off, said):
    given = {"days-document": "样例", "days-off": off, "days-worked": "2031-09-28"}
    done = administrator.post("/standards/workdays/", given)
    assert done.status_code == 422 or done.status_code == 409
    assert said in done.content.decode()
    assert not AnnouncedDay.objects.exists()
