"""What may be submitted, how long a step may lie, and what a notice may say."""

from dataclasses import fields, replace
from datetime import date

import pytest

from bangfu.casework.enums import CaseState, Step, SubmitVerdict
from bangfu.casework.notice_kinds import WORDS
from bangfu.casework.rules.pace import days_overdue, days_waiting, due_day
from bangfu.casework.rules.submitting import Applicant, Basis, judge
from bangfu.notices.rules.notice import (
    NoticeSubject,
    PublicEntry,
    WorkplaceEntry,
    as_posted,
    masked,
    named,
)
from bangfu.notices.rules.paper import FOR_PUBLIC, FOR_WORKPLACE, Letter, paper
from bangfu.registry.rules.overlaps import OverlapKind

ME = 7
BASIS = Basis("低保户", 600_000, 0, 3, 23_800, "2016", 11)
GOOD = Applicant(BASIS)


@pytest.mark.parametrize(
    ("applicant", "verdict"),
    [
        (GOOD, SubmitVerdict.SUBMITTED),
        (Applicant(None), SubmitVerdict.NOT_ASSESSED),
        (replace(GOOD, stale=True), SubmitVerdict.STALE),
        (Applicant(replace(BASIS, hardship_class="待核实")), SubmitVerdict.UNRESOLVED),
        (Applicant(replace(BASIS, hardship_class="不符合")), SubmitVerdict.INELIGIBLE),
        (replace(GOOD, has_live_case=True, live_case_by=ME), SubmitVerdict.ALREADY),
        (replace(GOOD, has_live_case=True, live_case_by=8), SubmitVerdict.LIVE_CASE),
        (replace(GOOD, shared=frozenset(OverlapKind)), SubmitVerdict.SHARED),
        (replace(GOOD, shared=frozenset({OverlapKind.CARD})), SubmitVerdict.SHARED_CARD),
        (replace(GOOD, approved=frozenset({BASIS})), SubmitVerdict.APPROVED),
        (
            replace(GOOD, approved=frozenset({replace(BASIS, facts_id=10)})),
            SubmitVerdict.SUBMITTED,
        ),
    ],
)
def test_verdicts(applicant: Applicant, verdict: SubmitVerdict) -> None:
    assert judge(applicant, user_id=ME) == verdict


def test_an_entry_has_the_allowed_fields_and_no_other() -> None:
    assert [field.name for field in fields(PublicEntry)] == ["seq", "name", "union_kind"]
    assert [field.name for field in fields(WorkplaceEntry)] == [
        "seq",
        "name",
        "employer",
        "size",
        "hardship_class",
    ]


def test_names_are_masked_for_the_public_alone() -> None:
    subject = NoticeSubject("欧阳小梅", "基层工会", "第一建筑公司", 4, "低保户")
    assert masked(1, subject).name == "欧阳××"
    assert named(1, subject).name == "欧阳小梅"
    assert masked(1, subject).plain() == {"seq": 1, "name": "欧阳××", "union_kind": "基层工会"}
    assert named(1, subject) == WorkplaceEntry(1, "欧阳小梅", "第一建筑公司", 4, "低保户")


def test_what_an_older_notice_keeps_beside_is_shown_to_nobody() -> None:
    older = {"seq": 2, "name": "王××", "employer": "某厂", "size": 3, "hardship_class": "低保户"}
    assert as_posted(older) == PublicEntry(2, "王××", "")


def test_the_paper_prints_its_own_columns_and_its_letter() -> None:
    letter = Letter(
        "高州市总工会", "高州市总工会关于困难职工认定的公示", "高州市总工会公示〔2010〕1号",
        date(2010, 9, 30), date(2010, 10, 13), 5, "0668-6660000",
    )  # fmt: skip
    subject = NoticeSubject("王小明", "基层工会", "", None, "低保边缘户")
    sheet = paper(letter, WORDS, [named(1, subject)], FOR_WORKPLACE)
    assert sheet["columns"] == ["序号", "姓名", "工作单位", "家庭人口", "困难类别"]
    assert sheet["rows"] == [["1", "王小明", "", "", "低保边缘户"]]
    printed = paper(letter, WORDS, [masked(1, subject)], FOR_PUBLIC)
    assert printed["columns"] == ["序号", "姓名", "所属工会"]
    assert printed["rows"] == [["1", "王××", "基层工会"]]
    assert printed["headline"] == ["高州市总工会", "关于困难职工认定的公示"]
    text = "".join(printed["paragraphs"])  # type: ignore[arg-type]
    assert "自 2010 年 9 月 30 日起至 2010 年 10 月 13 日止" in text
    assert "5 个工作日" in text
    assert "0668-6660000" in text


def test_waiting_counts_from_when_somebody_could_act() -> None:
    on, moved, ends = date(2010, 11, 20), date(2010, 11, 1), date(2010, 11, 8)
    limits = {Step.CHECK: 10, Step.DECIDE: 5}
    assert days_waiting(CaseState.SUBMITTED, moved, None, on) == 19
    assert days_overdue(CaseState.SUBMITTED, 19, limits) == 9
    assert days_waiting(CaseState.POSTED, moved, ends, on) == 12
    assert days_overdue(CaseState.POSTED, 12, limits) == 7
    assert days_waiting(CaseState.POSTED, moved, ends, date(2010, 11, 3)) == 0
    assert days_overdue(CaseState.APPROVED, 12, limits) == 0
    assert days_overdue(CaseState.CHECKED, 400, limits) == 0  # no limit, never overdue
    assert due_day(CaseState.SUBMITTED, moved, None, limits) == date(2010, 11, 11)
    assert due_day(CaseState.POSTED, moved, ends, limits) == date(2010, 11, 13)
    assert due_day(CaseState.CHECKED, moved, None, limits) is None
    assert due_day(CaseState.APPROVED, moved, None, limits) is None
