from collections.abc import Collection
from datetime import date

import pytest
from sheet_cases import (
    REPORTING_DAY,
    SOUND_CARD,
    a_member,
    a_worker,
    book,
    identity_number,
    judged,
    problems,
    sheet,
    turned_away,
)

from bangfu.intake.rules import FiledWorker, Verdict, judge_register
from bangfu.kernel.masking import mask_identity
from makers import people

OTHER = "130502202500002"


class Filed:
    """A register in which one worker is on file."""

    def __init__(self, worker: FiledWorker, identity: str) -> None:
        self.worker, self.identity = worker, identity
        self.asked: list[set[str]] = []

    def prepare(self, file_nos: Collection[str], identities: Collection[str]) -> None:
        self.asked = [set(file_nos), set(identities)]

    def by_file_no(self, file_no: str) -> FiledWorker | None:
        return self.worker if file_no == self.worker.file_no else None

    def by_identity(self, number: str) -> FiledWorker | None:
        return self.worker if number == self.identity else None

    def is_member(self, number: str, file_no: str) -> bool:
        return False


def test_a_sound_household_comes_in():
    register = judged([a_worker()], [a_member()])
    assert not turned_away(register)
    assert [worker.file_no for worker in register.workers] == ["130502202500001"]
    assert [(member.ordinal, member.waiting) for member in register.members] == [(1, False)]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"姓名": ""}, "姓名", "blank"),
        ({"身份证号": ""}, "身份证号", "blank"),
        ({"身份证号": 3.79901198501251e17}, "身份证号", "digits-lost"),
        ({"身份证号": "3.79901E+17"}, "身份证号", "digits-lost"),
        ({"身份证号": 379901850125001.0}, "身份证号", "stored-as-number"),
        ({"性别": "女"}, "性别", "sex-differs"),
        ({"出生日期": "1985-01-26"}, "出生日期", "birth-differs"),
        ({"建档日期": "2025-11-01"}, "建档日期", "after-reporting-day"),
        ({"其中义务教育支出": "101"}, "其中义务教育支出", "compulsory-exceeds-education"),
        ({"家庭人口": "0"}, "家庭人口", "bad-count"),
    ],
)
def test_a_row_goes_back_for_what_is_wrong_in_it(changes, field, code):
    assert problems(judged([a_worker(**changes)])) == [(3, field, code)]


def test_every_problem_of_a_row_is_told_not_the_first_only():
    every = problems(judged([a_worker(姓名="", 性别="女", 建档日期="不详")]))
    assert {code for _, _, code in every} == {"blank", "sex-differs", "not-a-date"}


@pytest.mark.parametrize(
    ("changes", "attr", "notice"),
    [
        ({"银行卡号": 9.90000643425851e18}, "card_number", "以数字存放，末几位已丢失，不采用"),
        ({"银行卡号": "123"}, "card_number", "不是十二至十九位数字，不采用"),
        ({"手机": "1004791961"}, "phone", "不足十一位，不采用"),
        ({"民族": "火星族"}, "ethnicity", "不在代码表，不采用"),
        ({"参加工作时间": "很久以前"}, "work_since", "不是有效日期，不采用"),
        ({"授权核对日期": "2025-11-01"}, "consent_on", "晚于上报日，不采用"),
    ],
)
def test_a_detail_that_no_rule_reads_is_left_out_and_told(changes, attr, notice):
    (row,) = judged([a_worker(**changes)]).workers
    assert row.values[attr] is None
    (field,) = changes
    assert told(judged([a_worker(**changes)])) == [f"{field}：{notice}"]


def test_an_account_without_a_check_digit_is_taken_as_it_stands():
    register = judged([a_worker(银行卡号=SOUND_CARD[:-1] + "8")])
    assert register.workers[0].values["card_number"] == SOUND_CARD[:-1] + "8"
    assert told(register) == ["银行卡号：校验位不符，照录，请对照原件"]


def told(register):
    return [notice for row in register.rows for notice in row.notices]


def test_birth_date_and_sex_are_filled_in_from_the_number():
    register = judged([a_worker(性别="", 出生日期="")])
    assert register.workers[0].values["sex"] == "男"
    assert {change.done for change in register.rows[-1].changes} == {"按身份证号补填"}


def test_an_exact_duplicate_points_at_the_first_row_however_it_is_written():
    register = judged([a_worker(), a_worker(出生日期="1985/1/25", 姓名="余 秀莲")])
    assert problems(register) == [(4, "档案编号", "exact-duplicate")]
    assert "第3行" in register.rows[-1].problems[0].reason
    assert len(register.workers) == 1


def test_the_same_number_with_other_contents_is_no_duplicate():
    register = judged([a_worker(), a_worker(本人月平均收入="1300")])
    assert problems(register) == [(4, "档案编号", "file-no-repeated")]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({}, "身份证号", "same-identity"),
        ({"姓名": "余秀怜"}, "姓名", "same-identity-other-name"),
        (
            {"身份证号": identity_number()[:6] + identity_number()[8:17]},
            "身份证号",
            "same-after-upgrade",
        ),
    ],
)
def test_one_person_has_one_file(changes, field, code):
    register = judged([a_worker(), a_worker(档案编号=OTHER, **changes)])
    assert problems(register) == [(4, field, code)]


def swapped(number: str, at: int) -> str:
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def test_a_slip_in_the_number_of_somebody_known_is_recognised():
    slipped = swapped(identity_number(), 9)
    register = judged([a_worker(), a_worker(档案编号=OTHER, 身份证号=slipped)])
    assert problems(register) == [(4, "身份证号", "bad-check-alike")]


def test_when_the_slip_is_in_the_earlier_row_both_go_back():
    slipped = swapped(identity_number(), 9)
    register = judged([a_worker(身份证号=slipped), a_worker(档案编号=OTHER)])
    assert problems(register) == [
        (3, "身份证号", "bad-check"),
        (4, "身份证号", "same-but-for-slip"),
    ]


def test_a_slip_of_somebody_with_another_name_stays_a_slip():
    slipped = swapped(identity_number(), 9)
    register = judged([a_worker(), a_worker(档案编号=OTHER, 身份证号=slipped, 姓名="刘军")])
    assert problems(register) == [(4, "身份证号", "bad-check")]


def test_members_of_a_rejected_worker_wait():
    register = judged([a_worker(姓名="")], [a_member()])
    assert [member.waiting for member in register.members] == [True]
    assert [row.waiting for row in register.rows if row.verdict is Verdict.ACCEPT] == [True]


def test_a_rejected_member_leaves_its_place_marked():
    sister = a_member(姓名="余露", 身份证号=identity_number("20130101", 4), 出生日期="2013-01-01")
    wrong = a_member(姓名="", 身份证号=identity_number("20150101", 4), 出生日期="2015-01-01")
    register = judged([a_worker(家庭人口="4")], [a_member(), wrong, sister])
    assert register.workers[0].missing_members == (2,)
    assert register.missing_members == {"130502202500001": (2,)}
    assert [member.ordinal for member in register.members] == [1, 3]


def test_a_repeated_member_row_is_not_another_member():
    register = judged([a_worker()], [a_member(), a_member()])
    assert problems(register) == [(4, "身份证号", "exact-duplicate")]
    assert register.workers[0].missing_members == ()


def test_the_worker_is_not_counted_twice():
    double = a_member(姓名="余秀莲", 性别="男", 身份证号=identity_number(), 出生日期="1985-01-25")
    assert problems(judged([a_worker()], [double])) == [(3, "身份证号", "member-is-worker")]


def test_a_member_of_no_file_goes_back():
    assert problems(judged([a_worker()], [a_member(档案编号="999")])) == [
        (3, "档案编号", "unknown-file")
    ]


def test_size_and_rows_that_disagree_are_shown_not_refused():
    register = judged([a_worker(家庭人口="4")], [a_member()])
    assert not turned_away(register)
    assert register.rows[2].notices == ("家庭人口 4 与成员表 1+1 不一致，需核对",)
    assert register.workers[0].unlisted_members == 2


def test_files_of_one_import_are_judged_together_in_their_order():
    first = book(sheet("职工档案", [a_worker()]))
    second = book(sheet("", [a_worker(档案编号=OTHER)]), filename="later.csv")
    register = judge_register([first, second], reporting_day=REPORTING_DAY)
    rejected = [row for row in register.rows if row.problems]
    assert [(row.ref.file, row.number) for row in rejected] == [("later.csv", 3)]


def test_a_known_file_is_an_update():
    filed = Filed(FiledWorker("130502202500001", "余秀莲"), identity_number())
    assert not turned_away(judged([a_worker()], on_file=filed))
    assert filed.asked == [{"130502202500001"}, {identity_number()}]


def test_a_person_on_file_elsewhere_goes_back():
    filed = Filed(FiledWorker(OTHER, "余秀莲"), identity_number())
    register = judged([a_worker()], on_file=filed)
    assert problems(register) == [(3, "身份证号", "same-identity")]
    assert OTHER in "".join(str(row.problems) for row in register.rows)


def test_a_file_number_of_somebody_else_goes_back_but_a_correction_is_taken():
    filed = Filed(FiledWorker("130502202500001", "刘军"), identity_number("19700101", 5))
    assert problems(judged([a_worker()], on_file=filed)) == [(3, "档案编号", "file-no-taken")]
    corrected = Filed(FiledWorker("130502202500001", "余秀莲"), identity_number("19700101", 5))
    assert judged([a_worker()], on_file=corrected).rows[-1].notices


def test_members_may_come_alone_for_a_file_that_is_there():
    filed = Filed(FiledWorker("130502202500001", "余秀莲"), identity_number())
    register = judged([], [a_member()], on_file=filed)
    assert [member.waiting for member in register.members] == [False]


def test_no_report_shows_a_personal_number():
    wrong = a_worker(身份证号=swapped(identity_number(), 9), 银行卡号=SOUND_CARD[:-1] + "8")
    spaced = a_worker(
        档案编号=OTHER, 身份证号=f" {identity_number('19700101', 5)}", 性别="", 出生日期=""
    )
    register = judged([wrong, spaced, a_worker(身份证号=3.79901198501251e17, 档案编号="7")])
    told = "".join(str(row) for row in register.rows) + repr(register)
    for number in (identity_number(), identity_number("19700101", 5), SOUND_CARD):
        assert number[6:14] not in told
        assert number not in told


@pytest.mark.parametrize("written", ["1985.01", "1985年1月", "1985-01", "198501", 1985.01])
def test_of_a_birth_month_the_number_tells_the_day(written):
    (row,) = judged([a_worker(出生日期=written)]).workers
    assert row.values["birth_date"] == date(1985, 1, 25)
    (change,) = judged([a_worker(出生日期=written)]).rows[-1].changes
    assert change.done == "只到月份，日按身份证号"


@pytest.mark.parametrize("written", ["1985.02", "1986年1月"])
def test_another_birth_month_than_the_numbers_goes_back(written):
    assert problems(judged([a_worker(出生日期=written)])) == [(3, "出生日期", "birth-differs")]


@pytest.mark.parametrize(
    ("changes", "values"),
    [
        ({"主要致困原因": "6.患重特大疾病"}, {"main_cause": "患重特大疾病"}),
        (
            {"次要致困原因": "9.子女上学、3．下岗失业"},
            {"secondary_causes": ("子女上学", "下岗失业")},
        ),
        ({"残疾类别": "听力残疾一级（极重度）"}, {"disability": "听力", "disability_grade": "1"}),
        ({"残疾类别": "肢体三级"}, {"disability": "肢体", "disability_grade": "3"}),
        ({"残疾类别": "肢体三级", "残疾等级": "2级"}, {"disability_grade": "2"}),
    ],
)
def test_values_as_earlier_forms_print_them(changes, values):
    (row,) = judged([a_worker(**changes)]).workers
    assert {attr: row.values[attr] for attr in values} == values
    assert told(judged([a_worker(**changes)])) == []


@pytest.mark.parametrize(
    ("written", "name", "done"),
    [
        ("龚\ue863", "龚䶮", "换为标准汉字"),
        ("⾼玉⼭", "高玉山", "换为标准汉字"),
        ("⻢⻓⻘", "马长青", "换为标准汉字"),
        ("阿不力孜•买买提", "阿不力孜·买买提", "间隔号统一为·"),
        ("阿不力孜.依明", "阿不力孜·依明", "间隔号统一为·"),
    ],
)
def test_a_name_is_brought_to_standard_characters_and_one_dot(written, name, done):
    register = judged([a_worker(姓名=written)])
    assert register.workers[0].values["name"] == name
    assert [change.done for change in register.rows[-1].changes] == [done]


def test_a_character_that_no_table_knows_is_taken_and_told():
    register = judged([a_worker(姓名="甲\uf123")])
    assert register.workers[0].values["name"] == "甲\uf123"
    assert told(register) == ["姓名：含有本系统不能显示的字，照录，请对照证件改为标准字"]


@pytest.mark.parametrize(
    ("code", "notice"),
    [
        ("130526", "130526 任县已于 2020 年撤销"),
        ("440182", "440182 花都市已于 2000 年撤销，今为 440114 花都区"),
    ],
)
def test_codes_of_places_that_are_no_more_are_taken_as_they_stand_and_told(code, notice):
    number = people.identity_number("44018219850125001")
    register = judged([a_worker(行政区划代码=code, 身份证号=number)])
    (worker,) = register.workers
    assert (worker.values["area_code"], worker.values["id_number"]) == (code, number)
    (row,) = (row for row in register.rows if row.file_no)
    assert row.notices == (f"行政区划代码：{notice}，照录，请核对",)
    (change,) = row.changes
    assert change == (
        "身份证号",
        "花都市已于 2000 年撤销，今为 440114 花都区",
        mask_identity(number),
    )
