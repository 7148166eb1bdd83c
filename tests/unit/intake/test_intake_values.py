from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheet_cases import cell

from bangfu.documents.spreadsheets.cells import Cell, Formula, Kind
from bangfu.documents.tables.amounts import Per, read_amount
from bangfu.documents.tables.days import read_date
from bangfu.documents.tables.readings import Reading
from bangfu.intake.rules.faults import BLANK, NUMBER_BLANK
from bangfu.intake.rules.numbers import read_area_code, read_file_no, read_phone
from bangfu.intake.rules.quantities import read_count, read_floor_area
from bangfu.intake.rules.values import CellReader, write_value
from bangfu.intake.rules.words import read_code, read_codes, read_flag, read_name
from bangfu.kernel.money import format_yuan, plain_yuan
from bangfu.registry.rules.form import FORMS, MEMBER_FORM, WORKER_FORM, ValueKind


def day(value: object, *, since_1904: bool = False, month_will_do: bool = False) -> Reading:
    return read_date(cell(value), since_1904=since_1904, month_will_do=month_will_do)


@pytest.mark.parametrize(
    ("text", "fen", "done"),
    [
        ("1460", 146_000, ()),
        ("￥31115", 3_111_500, ("货币符号",)),
        ("1,460", 146_000, ("千分位",)),
        (" 1460 ", 146_000, ("空格",)),
        ("0元", 0, ("带“元”",)),
        ("１４６０", 146_000, ("全角数字",)),
        ("1.2万", 1_200_000, ("以“万”为单位",)),
        ("0.05万元", 50_000, ("带“元”", "以“万”为单位")),
        ("700.00", 70_000, ("带小数",)),
        ("1234.56", 123_456, ()),
    ],
)
def test_amounts_as_offices_write_them(text, fen, done):
    assert read_amount(cell(text), typed=False) == Reading(fen, done)


def test_about_800_is_800_and_marked():
    reading = read_amount(cell("约800"), typed=False)
    assert (reading.value, reading.estimate) == (80_000, True)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("两三千", "unreadable-amount"),
        ("800-1000", "unreadable-amount"),
        ("1,2,00", "unreadable-amount"),
        ("若干", "unreadable-amount"),
        ("/", "unreadable-amount"),
        ("٣٤٥", "unreadable-amount"),
        ("-1200", "negative-amount"),
        (-1200.0, "negative-amount"),
        ("1.234", "too-many-decimals"),
        (0.125, "too-many-decimals"),
        (1e300, "unreadable-amount"),
        (True, "unreadable-amount"),
    ],
)
def test_amounts_that_go_back(value, code):
    fault = read_amount(cell(value), typed=True).fault
    assert fault is not None
    assert fault.code == code


def test_a_number_written_as_text_is_told_only_where_the_file_knows_the_difference():
    assert read_amount(cell("5"), typed=True).done == ("文本数字",)
    assert read_amount(cell("5"), typed=False).done == ()


@given(st.integers(0, 10**11))
def test_every_amount_is_read_to_the_fen(fen):
    assert read_amount(cell(plain_yuan(fen)), typed=False).value == fen
    assert read_amount(cell(f"￥{format_yuan(fen)}元"), typed=True).value == fen


@given(st.integers(0, 10**11))
def test_a_number_cell_loses_no_fen(fen):
    assert read_amount(cell(float(plain_yuan(fen))), typed=True).value == fen


def test_what_binary_sums_leave_behind_is_taken_off_and_told():
    assert read_amount(cell(0.1 + 0.2), typed=True) == Reading(30, ("去浮点尾差",))


@pytest.mark.parametrize(
    ("value", "done"),
    [
        ("2025-08-13", ()),
        (date(2025, 8, 13), ()),
        ("2025/8/13", ("斜线日期",)),
        ("2025.8.13", ("点号日期",)),
        ("20250813", ("八位日期",)),
        (20250813.0, ("八位日期",)),
        ("2025年8月13日", ("汉字日期",)),
        (45882.0, ("Excel序列号日期",)),
        ("45882", ("Excel序列号日期",)),
        ("2025-08-13 00:00:00", ("去空格",)),
    ],
)
def test_dates_as_offices_write_them(value, done):
    assert day(value) == Reading(date(2025, 8, 13), done)


def test_serial_numbers_of_both_systems_name_the_same_day():
    assert day(45882.0).value == day(45882.0 - 1462, since_1904=True).value


@pytest.mark.parametrize(
    "value",
    [
        "1981-02-30",
        "1979年13月5日",
        "不详",
        1990.0,
        "1990",
        "2025-08",
        True,
        "２٣",
        3e9,
        "0001-01-01",
    ],
)
def test_what_is_no_date(value):
    fault = day(value).fault
    assert fault is not None
    assert fault.code == "not-a-date"


def test_a_month_will_do_only_where_the_form_says_so():
    assert day("1996年9月", month_will_do=True).value == date(1996, 9, 1)


@given(st.dates(date(1930, 1, 1), date(2090, 1, 1)))
def test_all_ways_of_writing_a_day_agree(born):
    ways = [
        born,
        f"{born:%Y-%m-%d}",
        f"{born.year}/{born.month}/{born.day}",
        f"{born.year}.{born.month}.{born.day}",
        f"{born.year}年{born.month}月{born.day}日",
        f"{born:%Y%m%d}",
        float((born - date(1899, 12, 30)).days),
    ]
    assert {day(way).value for way in ways} == {born}


@pytest.mark.parametrize(
    ("value", "read", "done"),
    [
        ("100-6541-6161", "10065416161", ("去连字符",)),
        ("１００６５４１６１６１", "10065416161", ("全角数字",)),
        (10032691254.0, "10032691254", ("数字存的号码",)),
        ("0319-5551234", "03195551234", ("去连字符",)),
    ],
)
def test_phones(value, read, done):
    assert read_phone(cell(value)) == Reading(read, done)


def test_a_file_number_of_sixteen_digits_in_a_number_cell_is_lost():
    assert read_file_no(cell(130502202500001.0)).value == "130502202500001"
    fault = read_file_no(cell(4409002010000001.0)).fault
    assert fault is not None
    assert fault.code == "digits-lost"


def test_the_nation_is_no_place_to_live():
    assert read_area_code(cell("000000")).fault is not None
    assert read_area_code(cell(130502.0)).value == "130502"


def test_words_of_a_list():
    causes = WORKER_FORM.by_attr["main_cause"].codes
    status = WORKER_FORM.by_attr["work_status"].codes
    assert causes is not None
    assert status is not None
    assert read_code(cell("下岗"), status) == Reading("下(待)岗", ("同义词",))
    assert read_code(cell("下（待）岗"), status).value == "下(待)岗"
    assert read_code(cell("打零工"), status).fault is not None
    assert read_codes(cell("子女上学、下岗失业"), causes).value == ("子女上学", "下岗失业")
    assert read_codes(cell("子女上学,下岗失业,其他,无劳动能力"), causes).fault is not None


def test_flags_are_never_guessed():
    assert read_flag(cell("无")) == Reading(False, ("同义词",))
    assert read_flag(cell("有")).value is True
    assert read_flag(cell("不清楚")).fault is not None


def test_names():
    assert read_name(cell("王\u3000军"), longest=40) == Reading("王军", ("去空格",))
    assert read_name(cell("赵雪红\u200b"), longest=40) == Reading("赵雪红", ("去零宽字符",))
    assert read_name(cell("John Smith"), longest=40).value == "John Smith"
    assert read_name(cell("李" * 41), longest=40).fault is not None


def test_counts_and_areas():
    assert read_count(cell(3.0), least=1, typed=True).value == 3
    assert read_count(cell("3人"), least=1, typed=False).value == 3
    assert read_count(cell(0.0), least=1, typed=True).fault is not None
    assert read_count(cell(2.5), least=0, typed=True).fault is not None
    assert read_floor_area(cell("81.5㎡"), typed=False).value == Decimal("81.5")


def test_formulas_are_not_computed():
    reader = CellReader(typed=True, since_1904=False)
    income = WORKER_FORM.by_attr["own_income_fen"]
    cached = reader.read(income, Cell(Kind.NUMBER, 12.0, Formula.CACHED))
    assert cached == Reading(1200, ("取公式的缓存值",))
    codes = [
        reading.fault.code
        for reading in (
            reader.read(income, Cell(Kind.EMPTY, "", Formula.BROKEN)),
            reader.read(income, Cell(Kind.EMPTY, "", Formula.UNCACHED)),
            reader.read(income, Cell(Kind.ERROR, "#DIV/0!", Formula.CACHED)),
        )
        if reading.fault
    ]
    assert codes == ["formula-broken", "formula-uncached", "error-value"]


def test_blank_is_nothing_and_never_zero():
    reader = CellReader(typed=True, since_1904=False)
    assert reader.read(WORKER_FORM.by_attr["own_income_fen"], cell(" \u3000\u200b")).value is None
    assert reader.read(WORKER_FORM.by_attr["vehicle"], cell("")) == Reading()


def test_the_form_has_no_word_for_two_fields():
    for form in FORMS:
        words = [word for each in form.fields for word in (each.zh, *each.synonyms)]
        assert len(words) == len(set(words)), form.kind
        assert len({each.attr for each in form.fields}) == len(form.fields)


@pytest.mark.parametrize("form", FORMS, ids=["worker", "member"])
def test_what_is_exported_reads_back(form):
    samples = {
        ValueKind.AMOUNT: 123_450,
        ValueKind.DATE: date(2025, 8, 13),
        ValueKind.MONTH: date(1996, 9, 1),
        ValueKind.FLAG: True,
        ValueKind.COUNT: 3,
        ValueKind.YEAR: 2023,
        ValueKind.FLOOR_AREA: Decimal("81.5"),
        ValueKind.CODES: ("子女上学", "其他"),
    }
    reader = CellReader(typed=False, since_1904=False)
    for each in form.fields:
        value = each.codes.values[0] if each.codes and each.kind is ValueKind.CODE else None
        value = samples.get(each.kind, value)
        if value is not None:
            assert reader.read(each, cell(write_value(each, value))) == Reading(value), each.zh


def test_members_know_their_file():
    assert {"file_no", "relation", "income_fen"} <= MEMBER_FORM.by_attr.keys()


def test_a_count_below_the_least_says_which_is_the_least():
    fault = read_count(cell(0), least=1, typed=True).fault
    assert fault is not None
    assert (fault.code, fault.reason) == ("bad-count", "至少为 1")


@pytest.mark.parametrize("text", ["420元/月", "420/月", "每月420元", "420元每月", "420元/个月"])
def test_an_amount_a_month_fits_a_column_of_months_alone(text):
    assert read_amount(cell(text), typed=False, per=Per.MONTH).value == 420_00
    assert read_amount(cell(text), typed=False).fault.code == "per-year"


@pytest.mark.parametrize("text", ["5000元/年", "每年5000元"])
def test_an_amount_a_year_fits_a_column_of_years_alone(text):
    assert read_amount(cell(text), typed=False).value == 5000_00
    assert read_amount(cell(text), typed=False, per=Per.MONTH).fault.code == "per-month"


def test_none_is_nothing_and_said_so():
    assert read_amount(cell("无"), typed=True) == Reading(0, ("“无”按 0",))


@pytest.mark.parametrize(
    "text", ["2010-10-31 08:30", "2010/10/31 8:30:15", "2010-10-31T23:59:59.5"]
)
def test_a_time_of_day_does_not_change_the_day(text):
    assert read_date(cell(text), since_1904=False, month_will_do=False).value == date(2010, 10, 31)


def test_what_must_not_be_blank_says_how_it_is_mended():
    """Who has no identity card has another paper; nothing else has a second way."""
    reader = CellReader(typed=False, since_1904=False)
    told = {
        (field.kind is ValueKind.IDENTITY, reader.read(field, cell("")).fault)
        for form in FORMS
        for field in form.fields
        if field.required
    }
    assert told == {(True, NUMBER_BLANK), (False, BLANK)}
