from dataclasses import replace

import pytest
from sheet_cases import (
    REPORTING_DAY,
    a_member,
    a_worker,
    book,
    cell,
    identity_number,
    judged,
    sheet,
)

from bangfu.documents.spreadsheets.cells import EMPTY, Sheet, Span
from bangfu.intake.rules import NoRegister, Verdict, judge_register
from bangfu.registry.rules.form import FormKind


def raw_sheet(*rows: list[object], name: str = "Sheet1") -> Sheet:
    return Sheet(name, tuple(tuple(cell(value) for value in row) for row in rows))


def reasons(*rows: list[object]) -> list[str]:
    judged_ = judge_register([book(raw_sheet(*rows))], reporting_day=REPORTING_DAY)
    return [row.reason or row.verdict.value for row in judged_.rows]


def test_titles_blank_rows_totals_and_signatures_are_no_data():
    header, data = list(a_worker()), list(a_worker().values())
    assert reasons(
        ["职工档案汇总表"],
        ["填报单位：样例"],
        header,
        data,
        [],
        [" ", "\u200b"],
        ["小计", "1户"],
        header,
        ["合计", "1户"],
        ["填表人：", "", "", "填报日期：2025年10月31日"],
    ) == [
        "标题行", "副标题行", "header", "accept", "空行", "空行", "小计行", "重复的表头行", "合计行", "签字行",
    ]  # fmt: skip


def test_a_person_called_like_a_total_is_still_a_person():
    row = a_worker(姓名="合计")
    assert judged([row]).rows[-1].verdict is Verdict.ACCEPT


def test_header_words_units_and_order_may_differ():
    row = a_worker()
    words = {
        "档案编号": "档案号*",
        "身份证号": "身份证号码",
        "本人月平均收入": "本人月均收入（元）",
    }
    renamed = {words.get(key, key): value for key, value in reversed(row.items())}
    register = judged([renamed])
    assert register.rows[1].verdict is Verdict.HEADER
    assert {change.value for change in register.rows[1].changes} == {
        "档案号*→档案编号", "身份证号码→身份证号", "本人月均收入（元）→本人月平均收入",
    }  # fmt: skip
    assert register.workers[0].values["own_income_fen"] == 120_000


def test_which_form_a_sheet_is_shows_in_its_columns_not_in_its_name():
    sheets = [sheet("Sheet1", [a_worker()]), sheet("Sheet2", [a_member()])]
    register = judge_register([book(*sheets)], reporting_day=REPORTING_DAY)
    kinds = {row.form for row in register.rows if row.verdict is Verdict.ACCEPT}
    assert kinds == {FormKind.WORKER, FormKind.MEMBER}


def in_two_rows(*data: list[object], merged: bool = True) -> Sheet:
    """Title; heads merged downwards, and two groups over their columns."""
    row = a_worker()
    plain = [word for word in row if word not in ("本人月平均收入", "医疗支出", "教育支出")]
    groups = [*plain, "家庭收入", "支出", None]
    lower = [*[None] * len(plain), "本人月平均收入", "医疗", "教育（元）"]
    values = [row[word] for word in plain]
    table = raw_sheet(["职工档案汇总表"], groups, lower, *[[*values, *each] for each in data])
    at = len(plain)
    spans = [Span(0, 0, 0, at + 2), *(Span(1, place, 2, place) for place in range(at))]
    spans.append(Span(1, at + 1, 1, at + 2))
    return replace(table, merged=tuple(spans) if merged else ())


def test_a_header_of_two_rows_is_one_header():
    table = in_two_rows([1_200, 2_600, 800])
    register = judge_register([book(table)], reporting_day=REPORTING_DAY)
    assert [row.reason or row.verdict.value for row in register.rows] == [
        "标题行", "header", "header", "accept",
    ]  # fmt: skip
    values = register.workers[0].values
    money = ("own_income_fen", "medical_fen", "education_fen")
    assert [values[attr] for attr in money] == [120_000, 260_000, 80_000]


def test_heads_of_two_rows_are_read_where_a_file_keeps_no_merged_cells():
    table = in_two_rows([1_200, 2_600, 800], merged=False)
    register = judge_register([book(table)], reporting_day=REPORTING_DAY)
    values = register.workers[0].values
    money = ("own_income_fen", "medical_fen", "education_fen")
    assert [values[attr] for attr in money] == [120_000, 260_000, 80_000]


def test_a_row_of_data_is_never_taken_for_a_second_row_of_heads():
    row = a_worker(备注="备注")
    assert reasons(list(row), list(row.values())) == ["header", "accept"]


def merged_down(attr: str, workers: list[dict], members: list[dict]) -> list[Sheet]:
    table = sheet("家庭成员", members)
    column = list(members[0]).index(attr)
    first = len(table.rows) - len(members)
    rows = [list(row) for row in table.rows]
    for row in rows[first + 1 :]:
        row[column] = EMPTY
    return [
        sheet("职工档案", workers),
        replace(
            table,
            rows=tuple(map(tuple, rows)),
            merged=(Span(first, column, len(rows) - 1, column),),
        ),
    ]


def test_a_merged_cell_holds_for_all_its_rows_and_that_is_told():
    members = [
        a_member(),
        a_member(姓名="乙二", 身份证号=identity_number("20110626", 4)),
        a_member(姓名="乙三", 身份证号=identity_number("20110626", 6)),
    ]
    sheets = merged_down("档案编号", [a_worker()], members)
    register = judge_register([book(*sheets)], reporting_day=REPORTING_DAY)
    assert [member.file_no for member in register.members] == ["130502202500001"] * 3
    told = [change.done for row in register.rows[-2:] for change in row.changes]
    assert told == ["取合并单元格的值"] * 2


def test_an_empty_row_under_a_merged_cell_stays_empty():
    sheets = merged_down("档案编号", [a_worker()], [a_member()])
    table = sheets[1]
    span = Span(len(table.rows) - 1, 0, len(table.rows), 0)
    longer = replace(table, rows=(*table.rows, ()), merged=(span,))
    register = judge_register([book(sheets[0], longer)], reporting_day=REPORTING_DAY)
    assert register.rows[-1].reason == "空行"


@pytest.mark.parametrize("mark", ["*", "﹡", "＊", "★", "※"])
def test_a_mark_for_required_is_no_part_of_a_head(mark):
    row = {
        f"{word}{mark}" if word in ("姓名", "身份证号") else word: value
        for word, value in a_worker().items()
    }
    assert judged([row]).workers[0].values["name"] == a_worker()["姓名"]


def test_a_column_that_is_in_no_form_is_told():
    assert judged([a_worker(血型="A")]).rows[1].notices == ("列“血型”不在表样中，未导入",)


def test_a_missing_column_and_a_doubled_one_stop_the_sheet():
    lacking = a_worker()
    del lacking["身份证号"]
    with pytest.raises(NoRegister) as refusal:
        judged([lacking])
    assert [each.code for each in refusal.value.problems] == ["column-missing"]
    with pytest.raises(NoRegister) as refusal:
        judged([a_worker(**{"*身份证号": identity_number()})])
    assert [each.code for each in refusal.value.problems] == ["column-twice"]


def test_members_along_one_line_are_asked_for_in_lines_of_their_own():
    heads = [*a_worker(), "姓名", "关系", "姓名", "关系"]
    line = [*a_worker().values(), "余霞", "女儿", "余雷", "儿子"]
    with pytest.raises(NoRegister) as refusal:
        judge_register([book(raw_sheet(heads, line))], reporting_day=REPORTING_DAY)
    (problem,) = refusal.value.problems
    assert problem.code == "column-twice"
    assert problem.mend.endswith("请改为每名成员一行。")


def test_a_sheet_without_a_table_is_told_and_the_others_go_on():
    sheets = [sheet("职工档案", [a_worker()]), raw_sheet(["随便写的"], name="说明")]
    register = judge_register([book(*sheets)], reporting_day=REPORTING_DAY)
    assert [each.code for each in register.table_problems] == ["no-header"]
    assert len(register.workers) == 1


def test_an_empty_workbook_says_so():
    with pytest.raises(NoRegister) as refusal:
        judge_register([book(raw_sheet([]))], reporting_day=REPORTING_DAY)
    assert "重新上传" in refusal.value.message
