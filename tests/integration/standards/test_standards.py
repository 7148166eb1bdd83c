"""Standards in force by place and day, and working days beyond what the library knows."""

from datetime import date
from pathlib import Path

import pytest

import bangfu.demo
from bangfu.kernel.workdays import YearNotAnnounced, add_working_days
from bangfu.scope.actors import Actor, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from bangfu.scope.reach import NOTHING
from bangfu.standards.commands.announce_workdays import announce_workdays
from bangfu.standards.commands.import_standards import import_standards
from bangfu.standards.errors import AnnouncementIncomplete
from bangfu.standards.models import LocalStandard
from bangfu.standards.queries import (
    NoStandard,
    StandardInForce,
    announced_days,
    standards_for,
    workday_calendar,
)

pytestmark = pytest.mark.django_db
HEADER = "行政区划代码,地区,种类,元每月,生效日期,文件或来源,备注"
FILE = Path(bangfu.demo.__file__).with_name("data") / "standards.csv"


def take_in(*lines, by=None, **more):
    data = "\n".join([HEADER, *lines]).encode()
    return import_standards(data=data, file_name="s.csv", by=by or operator(), **more)


def line(code, yuan, day, kind="城市低保标准", source="样例文件"):
    return f"{code},样例,{kind},{yuan},{day},{source},"


def fen(code, day):
    standard = in_force(code, date.fromisoformat(day))
    return standard.amount_fen if isinstance(standard, StandardInForce) else None


def in_force(code, on, known_at=None):
    return standards_for([code], on, known_at=known_at)[code]


def test_the_sample_comes_in_whole_and_once():
    first = import_standards(data=FILE.read_bytes(), file_name=FILE.name, by=operator())
    again = import_standards(data=FILE.read_bytes(), file_name=FILE.name, by=operator())
    assert (first.counts["created"], first.rejected) == (50, 0)
    assert (again.counts["created"], again.counts["unchanged"]) == (0, 50)
    assert fen("440981", "2010-10-31") == 23800


def test_own_code_then_city_then_province():
    take_in(
        line("440000", "100", "2010-01-01"),
        line("440900", "200.05", "2010-03-01"),
        line("440981", "300", "2010-06-01"),
    )
    assert fen("440981", "2009-12-31") is None
    assert fen("440981", "2010-01-01") == 10000
    assert fen("440981", "2010-03-01") == 20005
    assert fen("440981", "2010-06-01") == 30000
    assert fen("440982", "2010-06-01") == 20005
    assert fen("440900", "2010-06-01") == 20005


def test_national_means_are_kept_and_never_in_force():
    take_in(line("000000", "541", "2010-01-01"))
    assert LocalStandard.objects.count() == 1
    assert in_force("440981", date(2010, 10, 31)) == NoStandard(
        "城市低保标准", "440981", date(2010, 10, 31)
    )
    assert fen("000000", "2010-10-31") is None


def test_kinds_do_not_mix_and_many_are_answered_at_once():
    take_in(line("440900", "200", "2010-01-01"), line("440900", "810", "2010-01-01", "最低工资"))
    standards = standards_for(["440981", "440982", "371601"], date(2010, 2, 1))
    assert {code: type(one).__name__ for code, one in standards.items()} == {
        "440981": "StandardInForce",
        "440982": "StandardInForce",
        "371601": "NoStandard",
    }
    assert standards["440981"].amount_fen == 20000
    assert standards["440981"].place == "440900"


def test_a_correction_is_a_new_row_and_the_last_word_wins():
    take_in(line("440900", "200", "2010-01-01"))
    known = LocalStandard.objects.get().recorded_at
    take_in(line("440900", "210", "2010-01-01"))
    assert LocalStandard.objects.count() == 2
    assert fen("440900", "2010-01-01") == 21000
    then = in_force("440900", date(2010, 1, 1), known)
    assert then.amount_fen == 20000


def test_bad_rows_go_back_and_good_ones_go_in():
    report = take_in(
        line("440900", "200", "2010-01-01"),
        line("44090", "200", "2010-01-01"),
        line("440901", "-5", "2010-01-01"),
        line("440902", "200.005", "2010-01-01"),
        line("440903", "200", "2010-02-30"),
        line("440904", "200", "2010-01-01", kind="工资"),
        line("440905", "200", "2010-01-01", source=""),
        line("440900", "300", "2010-01-01"),
    )
    assert report.rejected == 7
    assert LocalStandard.objects.get().amount_fen == 20000
    assert all(one.mend for one in report.lines if one.verdict == "reject")


def test_a_longer_code_of_statistics_is_its_countys():
    take_in(line("440981000000", "200", "2010-01-01"), line("440982102", "210", "2010-01-01"))
    codes = LocalStandard.objects.order_by("id").values_list("area_code", flat=True)
    assert list(codes) == ["440981", "440982"]


def test_a_dry_run_writes_nothing_and_filers_enter_no_standards():
    assert take_in(line("440900", "200", "2010-01-01"), dry_run=True).counts["created"] == 1
    assert not LocalStandard.objects.exists()
    with pytest.raises(NotPermitted):
        take_in(line("440900", "200", "2010-01-01"), by=Actor(1, "甲", Role.FILER, None, NOTHING))


def test_a_year_is_refused_until_its_days_are_announced():
    with pytest.raises(YearNotAnnounced):
        add_working_days(date(2090, 9, 28), 3, workday_calendar())
    half = {date(2090, 10, 1): False}
    with pytest.raises(AnnouncementIncomplete, match="2090"):
        announce_workdays(days=half, document="样例通知", by=operator())
    days = {date(2090, 1, 1): False, date(2090, 10, 1): False, date(2090, 10, 2): False}
    days[date(2090, 9, 30)] = True  # a Saturday made up for
    assert announce_workdays(days=days, document="样例通知", by=operator()) == 4
    assert announce_workdays(days=days, document="样例通知", by=operator()) == 0
    assert add_working_days(date(2090, 9, 28), 3, workday_calendar()) == date(2090, 10, 3)


def test_a_later_announcement_corrects_a_day():
    days = {date(2090, 1, 1): False, date(2090, 10, 1): False, date(2090, 10, 3): False}
    announce_workdays(days=days, document="样例通知", by=operator())
    announce_workdays(days={date(2090, 10, 3): True}, document="更正", by=operator())
    assert workday_calendar().is_working_day(date(2090, 10, 3))


def test_a_corrected_document_is_kept_though_the_days_stay():
    days = {date(2090, 1, 1): False, date(2090, 10, 1): False}
    announce_workdays(days=days, document="国办发〔2089〕1 号", by=operator())
    assert announce_workdays(days=days, document="国办发〔2089〕11 号", by=operator()) == 2
    assert announce_workdays(days=days, document="国办发〔2089〕11 号", by=operator()) == 0
    assert {one.document for one in announced_days()[:1]} == {"国办发〔2089〕11 号"}
    assert not workday_calendar().is_working_day(date(2090, 10, 1))
