"""Numbers before list values, times behind days, 无 and strokes: one reading for what forms print."""

from datetime import date

import pytest
from sheet_cases import a_member, a_worker, cell, judged, problems

from bangfu.documents.tables.amounts import Per, read_amount
from bangfu.documents.tables.days import read_birth_date, read_date
from bangfu.intake.rules.numbers import read_area_code, read_year
from bangfu.intake.rules.quantities import read_count
from bangfu.intake.rules.words import read_code, read_codes, read_flag
from bangfu.registry.rules.form import WORKER_FORM

CAUSES = WORKER_FORM.by_attr["main_cause"].codes
TWO = ("子女上学", "下岗失业")


def notices(**changes: object) -> list[str]:
    return [notice for row in judged([a_worker(**changes)]).rows for notice in row.notices]


@pytest.mark.parametrize(
    "written", ["6.{}", "6、{}", "6，{}", "(6){}", "（6）{}", "6{}", "6 {}", "06 {}", "⑥{}", "⑹{}", "⒍{}", "六、{}", "（六）{}"]
)  # fmt: skip
def test_the_number_before_a_word_of_a_list_is_no_part_of_it(written):
    assert CAUSES is not None
    reading = read_code(cell(written.format("患重特大疾病")), CAUSES)
    assert (reading.value, reading.done) == ("患重特大疾病", ("去序号",))
    assert read_flag(cell(written.format("否"))).value is False


@pytest.mark.parametrize("written", ["1", "①", "6.", "6.1否", "166否"])
def test_a_number_alone_says_nothing(written):
    assert read_flag(cell(written)).fault is not None


@pytest.mark.parametrize(
    "written",
    ["9.子女上学、3.下岗失业", "9、子女上学，3、下岗失业", "9.子女上学 3.下岗失业", "子女上学\n下岗失业", "⑨子女上学③下岗失业", "(9)子女上学；（3）下岗失业", "子女 上学、下岗失业"],
)  # fmt: skip
def test_words_of_a_list_however_they_are_parted(written):
    assert CAUSES is not None
    assert read_codes(cell(written), CAUSES).value == TWO


@pytest.mark.parametrize(
    "written",
    ["2010/10/26 上午 8:00", "2010-10-26下午3:00", "2010-10-26 3:00:05 PM", "2010年10月26日 8时30分", "2010年10月26日8时", "2010-10-26T00:00:00+08:00"],
)  # fmt: skip
def test_a_time_of_day_in_any_form_leaves_the_day(written):
    assert read_date(cell(written), since_1904=False, month_will_do=False).value == date(
        2010, 10, 26
    )


def test_a_time_of_another_place_may_be_of_another_day():
    """16:00 in Greenwich is midnight here, of the day after."""
    reading = read_date(cell("2010-10-25T16:00:00Z"), since_1904=False, month_will_do=False)
    assert reading.fault is not None


@pytest.mark.parametrize("written", [196803, "1968年3月生", "1968-3月", "1968年03月份"])
def test_a_month_of_birth_in_any_form(written):
    reading = read_birth_date(cell(written), since_1904=False)
    assert (reading.value, reading.month_only) == (date(1968, 3, 1), True)


def test_a_count_that_a_program_wrote_with_decimals_is_one():
    assert read_count(cell("3.0"), least=1, typed=True).value == 3
    assert read_count(cell("3.5"), least=1, typed=True).fault is not None


def test_numbers_that_a_program_wrote_with_decimals_are_the_numbers():
    """As text files hold what was a column of numbers; what has lost digits stays lost."""
    written = {"行政区划代码": "440981.0", "手机": "10012349001.0", "档案编号": "120250001.0"}
    (row,) = judged([a_worker(**written, 参加工作时间="1990-07")]).workers
    assert [row.values[attr] for attr in ("area_code", "phone", "file_no")] == [
        "440981", "10012349001", "120250001",
    ]  # fmt: skip
    assert read_year(cell("2009.0")).value == read_year(cell("2009年")).value == 2009
    assert problems(judged([a_worker(身份证号="379901198501250011.0")])) != []
    assert problems(judged([a_worker(档案编号="1305022025000012.0")])) != []


@pytest.mark.parametrize("code", ["440981000000", "440981100203", "440981100"])
def test_of_the_codes_of_statistics_the_county_is_taken_and_told(code):
    reading = read_area_code(cell(code))
    assert (reading.value, reading.done) == ("440981", ("取前六位",))


@pytest.mark.parametrize(
    "head", ["手机", "银行卡号", "授权核对日期", "参加工作时间", "次要致困原因"]
)
@pytest.mark.parametrize("written", ["无", "/", "——"])
def test_none_of_a_detail_is_a_blank_and_nothing_to_check(head, written):
    register = judged([a_worker(**{head: written})])
    assert register.workers[0].values[WORKER_FORM.by_header[head].attr] is None
    assert notices(**{head: written}) == notices()


@pytest.mark.parametrize("written", ["", "无", "暂无", "/"])
def test_a_newborn_whose_number_is_said_to_be_none_is_taken_like_one_without(written):
    child = a_member(身份证号=written, 出生日期="2025-09-01")
    register = judged([a_worker()], [child])
    assert [row.verdict.value for row in register.rows][-1] == "accept"
    (told,) = register.rows[-1].notices
    assert "新生儿还没有号码" in told
    older = judged([a_worker()], [child | {"出生日期": "2011-06-26"}])
    assert problems(older) == [(3, "身份证号", "blank")]


@pytest.mark.parametrize(
    ("kind", "grade"), [("肢体残疾（三级）", ""), ("肢体", "三级（中度）"), ("3.肢体残疾", "3")]
)
def test_kind_and_grade_of_a_disability_as_printed(kind, grade):
    (row,) = judged([a_worker(残疾类别=kind, 残疾等级=grade)]).workers
    assert (row.values["disability"], row.values["disability_grade"]) == ("肢体", "3")


@pytest.mark.parametrize("dot", "•・．‧⋅∙●.﹒ꞏ˙⸱ㆍ")
def test_every_dot_of_a_name_is_the_one(dot):
    (row,) = judged([a_worker(姓名=f"阿不力孜{dot}依明")]).workers
    assert row.values["name"] == "阿不力孜·依明"


@pytest.mark.parametrize(
    ("written", "value"),
    [("TRUE", True), ("false", False), ("✔", True), ("✗", False), ("x", False)],
)  # fmt: skip
def test_flags_as_programs_and_people_mark_them(written, value):
    """A spreadsheet writes its truth values into a text file as TRUE and FALSE."""
    assert read_flag(cell(written)).value is value


@pytest.mark.parametrize("written", ["1 200", "1 200.50", "12 000 000", "¥ 200", "200 元 / 月"])
def test_spaces_may_part_thousands_and_dress(written):
    assert read_amount(cell(written), typed=False, per=Per.MONTH).fault is None


@pytest.mark.parametrize("written", ["200 00", "2 00", "1200 300", "2 0000", "1 2 3"])
def test_digits_apart_are_not_put_together_into_another_amount(written):
    assert read_amount(cell(written), typed=False).fault is not None
