"""Standards, rules and working days: everybody reads, the administrator enters."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bangfu.audit.models import Entry
from bangfu.casework.models import CaseParameter
from bangfu.eligibility.commands.redecide import redecide
from bangfu.eligibility.models import RuleAdoption
from bangfu.eligibility.queries import determinations, waits
from bangfu.programmes.models import ProgrammeParameter
from bangfu.scope.actors import acting, operator
from bangfu.scope.enums import Role
from bangfu.standards.models import AnnouncedDay, LocalStandard
from makers.registers import DAY, EAST, WEST

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
    typed = {"place": EAST, "rule_set": "2021", "valid_from": "2010-10-01", "document": "样例"}
    done = administrator.post("/standards/adopt/", {f"adopt-{k}": v for k, v in typed.items()})
    assert done.status_code == 302
    assert RuleAdoption.objects.filter(place=EAST, rule_set="2021").exists()
    with acting(operator()):
        assert determinations(DAY, operator()).filter(waits(DAY)).count() == 1


def test_whoever_adopts_is_asked_first_what_becomes_of_how_many(world, administrator):
    """Twelve at 250 a head: 低保边缘户 by a standard of 200, 低保户 by one of 310. Of the county alone."""
    world.standard(EAST, 200)
    world.adopt("2016", EAST)
    for _n in range(12):
        world.file(where=world.east, income=250)
    world.file("W", world.west, income=250, area=WEST)
    redecide(on=DAY, by=operator())
    wanted = {"place": EAST, "rule_set": "2021", "valid_from": "2010-10-01", "document": "样例"}
    typed = {f"adopt-{k}": v for k, v in wanted.items()}
    asked = administrator.post("/standards/adopt/", {**typed, "ask": "1"})
    told = asked.context["text"]
    assert f"{EAST} 自 2010-10-01 起采用认定规则 2021，那天原来是：2016" in told
    assert "重新认定：12 户，其中类别会变的约 10 户" in told
    rows = f"{EAST},东县,城市低保标准,310.00,2010-10-01,样例,\n"
    asked = administrator.post("/standards/import/", {**upload(rows), "ask": "1"})
    [(standard, before)] = asked.context["lines"]
    assert (standard.area_code, before, standard.amount_fen) == (EAST, 200_00, 310_00)
    assert asked.context["foreseen"] == "重新认定：12 户，其中类别会变的约 10 户。"
    none = administrator.post(
        "/standards/import/", {**upload(rows.replace("310.00", "201.00")), "ask": "1"}
    )
    assert none.context["foreseen"] == "重新认定：12 户，其中类别会变的不足 10 户。"
    assert (RuleAdoption.objects.count(), LocalStandard.objects.count()) == (2, 2)
    with acting(operator()):
        assert not determinations(DAY, operator()).filter(waits(DAY)).exists()
    again = {f"file-{name}": asked.context[name] for name in ("packed", "name")}
    assert administrator.post("/standards/import/", again).status_code == 302
    assert LocalStandard.objects.latest("id").amount_fen == 310_00
    redecide(on=DAY, by=operator())
    with acting(operator()):
        now = determinations(DAY, operator()).filter(area_code=EAST)
        assert set(now.values_list("hardship_class", flat=True)) == {"低保户"}
    foreseen = Entry.objects.filter(action="eligibility.foresee").order_by("id")
    looked = foreseen.values_list("detail", flat=True)
    assert [sorted(detail) for detail in looked] == [
        ["rule_set", "valid_from"],
        ["created"],
        ["created"],
    ]


def test_whoever_corrects_the_paper_sees_the_old_and_the_new_one(world, administrator):
    world.adopt("2016", EAST)
    typed = {"adopt-place": EAST, "adopt-rule_set": "2016", "adopt-valid_from": "2010-01-01"}
    same = administrator.post("/standards/adopt/", {**typed, "adopt-document": "样例", "ask": "1"})
    assert same.context["changes"] == []
    corrected = {**typed, "adopt-document": "总工办发〔2016〕36号"}
    asked = administrator.post("/standards/adopt/", {**corrected, "ask": "1"})
    [change] = asked.context["changes"]
    assert (change.name, change.before, change.after) == ("依据", "样例", "总工办发〔2016〕36号")
    assert administrator.post("/standards/adopt/", corrected).status_code == 302
    assert RuleAdoption.objects.latest("id").document == "总工办发〔2016〕36号"
    assert "总工办发〔2016〕36号" in administrator.get("/standards/").content.decode()


def test_what_would_become_of_few_is_not_told_exactly(world, administrator):
    world.standard(EAST, 200)
    world.file("A", world.east, income=250)
    redecide(on=DAY, by=operator())
    typed = {"adopt-place": EAST, "adopt-rule_set": "2016", "adopt-valid_from": "2010-10-01"}
    asked = administrator.post("/standards/adopt/", {**typed, "adopt-document": "样例", "ask": "1"})
    assert asked.context["text"].endswith("。重新认定：不足 10 户。")
    wrong = administrator.post("/standards/adopt/", {**typed, "adopt-place": "990000", "ask": "1"})
    assert wrong.status_code == 422
    for packed in ("", "no base 64"):
        again = {"file-packed": packed, "file-name": "standards.csv"}
        assert administrator.post("/standards/import/", again).status_code == 200
    large = SimpleUploadedFile("standards.csv", b"x" * ((3 << 20) + 1))
    refused = administrator.post("/standards/import/", {"file-file": large, "ask": "1"})
    assert "标准文件最多 3 MB" in refused.content.decode()


LIMITS = {
    "place": "449901",
    "per_time_fen": "3000",
    "per_year_fen": "6000",
    "season_starts_month": "7",
    "valid_from": "2010-01-01",
    "source": "样例规定",
}


def test_limits_are_asked_about_with_old_and_new(administrator):
    def send(ask: str = "", **other: str):
        typed = {f"programme-{name}": value for name, value in {**LIMITS, **other}.items()}
        return administrator.post(
            "/standards/programmes/", {**typed, **({"ask": ask} if ask else {})}
        )

    def changes(answer) -> list[tuple[str, str, str]]:
        return [(each.name, each.before, each.after) for each in answer.context["changes"]]

    named = f"{LIMITS['place']},东县,城市低保标准,310.00,2010-10-01,样例,\n"
    administrator.post("/standards/import/", upload(named))
    first = send("1")
    assert first.status_code == 200
    assert changes(first)[0] == ("每人每次上限", "没有", "3,000.00 元")
    assert ProgrammeParameter.objects.count() == 0
    assert not Entry.objects.filter(action="programmes.add_parameter").exists()
    send(place="449900")
    higher = send("1", valid_from="2010-06-01", per_time_fen="3500", times_per_season="2")
    assert changes(higher) == [
        ("每人每次上限", "3,000.00 元", "3,500.00 元"),
        ("每户每季次数", "没有录入，按 1 次", "2 次"),
    ]
    [origin, none] = [each.origin for each in higher.context["changes"]]
    assert (origin, none) == ("随 449900，自 2010-01-01 起", "")
    page = higher.content.decode()
    assert origin in page
    assert "录入，改变 2 项，自 2010-06-01 起" in page
    stay = "每人每年上限 6,000.00 元（随 449900，自 2010-01-01 起）、一季的起始月份 7 月（随 "
    assert f"不变的照录：{stay}" in page
    same = send("1", valid_from="2010-06-01", times_per_season="1")
    assert (changes(same), "录入，数值不变" in same.content.decode()) == ([], True)
    for shown in ("东县 449901 自 2010-06-01", "3,500.00 元", "样例规定"):
        assert shown in higher.content.decode()
    refused = send("1", place="449900", per_time_fen="3500")
    assert refused.status_code == 422
    assert "请另定生效日期" in refused.content.decode()
    assert ProgrammeParameter.objects.count() == 3
    typed = {f"programme-{name}": value for name, value in LIMITS.items()}
    edited = administrator.post("/standards/programmes/", {**typed, "edit": "1"})
    assert 'value="3000"' in edited.content.decode()
    assert re.findall(r'<input[^>]*name="([^"]*)"[^>]* autofocus', edited.content.decode()) == [
        "programme-place"
    ]
    assert ProgrammeParameter.objects.count() == 3


def test_parameters_are_asked_about_with_old_and_new(administrator):
    typed = {"place": EAST, "name": "blocks_shared_card", "value": "0", "valid_from": "2010-10-01"}
    sent = {f"case-{name}": value for name, value in {**typed, "source": "样例"}.items()}
    asked = administrator.post("/standards/parameters/", {**sent, "ask": "1"})
    [change] = asked.context["changes"]
    [crumb] = re.findall(r'<li><a href="([^"]*)">标准与规则</a></li>', asked.content.decode())
    assert crumb == "/standards/"
    assert (change.before, change.after) == ("是", "否")
    assert change.origin == "随程序附带，各地都没有录入"
    before = CaseParameter.objects.count()
    assert administrator.post("/standards/parameters/", sent).status_code == 302
    assert CaseParameter.objects.count() == before + 1
    again = administrator.post("/standards/parameters/", {**sent, "ask": "1"})
    assert list(again.context["changes"]) == []
    assert "办案参数" in again.content.decode()
    assert f"否（本地自 {typed['valid_from']} 起）" in again.content.decode()
    assert "录入，数值不变" in again.content.decode()
    wrong = administrator.post("/standards/parameters/", {**sent, "case-value": "7", "ask": "1"})
    assert wrong.status_code == 422


def test_working_days_are_asked_about_with_old_and_new(administrator):
    typed = {"days-document": "通知", "days-off": "2031-01-01\n2031-10-01", "days-worked": ""}
    asked = administrator.post("/standards/workdays/", {**typed, "ask": "1"})
    told = [(each.name, each.before, each.after) for each in asked.context["changes"]]
    assert told == [("2031-01-01", "没有录入", "放假"), ("2031-10-01", "没有录入", "放假")]
    assert not AnnouncedDay.objects.exists()
    assert administrator.post("/standards/workdays/", typed).status_code == 302
    again = administrator.post("/standards/workdays/", {**typed, "ask": "1"})
    assert list(again.context["changes"]) == []
    assert "录入，只更正文件" in again.content.decode()


def test_a_wrong_place_is_said_at_its_field_and_nothing_is_kept(administrator):
    typed = {"place": "4499", "rule_set": "2021", "valid_from": "2010-10-01", "document": "样例"}
    done = administrator.post("/standards/adopt/", {f"adopt-{k}": v for k, v in typed.items()})
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
    typed = {
        "days-document": "样例通知",
        "days-off": "2031-01-01\n2031-10-01 至 2031-10-03",
        "days-worked": "2031-09-28",
    }
    assert administrator.post("/standards/workdays/", typed).status_code == 302
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
        ("2031-10-01、2031-10-03", "不是日期"),
        ("2031-10-011", "不是日期"),
        ("2031-09-28", "既写了放假又写了上班"),
        ("2031-01-01", "安排不完整"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(administrator, off, said):
    typed = {"days-document": "样例", "days-off": off, "days-worked": "2031-09-28"}
    done = administrator.post("/standards/workdays/", typed)
    assert done.status_code == 422 or done.status_code == 409
    assert said in done.content.decode()
    assert not AnnouncedDay.objects.exists()
