import pytest
from sheet_cases import REPORTING_DAY, a_member, a_worker, book, cell, judged, sheet

from bangfu.documents.spreadsheets.cells import Sheet
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


def test_a_column_that_is_in_no_form_is_told():
    assert judged([a_worker(血型="A")]).rows[1].notices == ("列“血型”不在表样中，未导入",)


def test_a_missing_column_and_a_doubled_one_stop_the_sheet():
    lacking = a_worker()
    del lacking["身份证号"]
    with pytest.raises(NoRegister) as refusal:
        judged([lacking])
    assert [each.code for each in refusal.value.problems] == ["column-missing"]
    with pytest.raises(NoRegister) as refusal:
        judged([a_worker(身份证号码="x")])
    assert [each.code for each in refusal.value.problems] == ["column-twice"]


def test_a_sheet_without_a_table_is_told_and_the_others_go_on():
    sheets = [sheet("职工档案", [a_worker()]), raw_sheet(["随便写的"], name="说明")]
    register = judge_register([book(*sheets)], reporting_day=REPORTING_DAY)
    assert [each.code for each in register.table_problems] == ["no-header"]
    assert len(register.workers) == 1


def test_an_empty_workbook_says_so():
    with pytest.raises(NoRegister) as refusal:
        judge_register([book(raw_sheet([]))], reporting_day=REPORTING_DAY)
    assert "重新上传" in refusal.value.message
