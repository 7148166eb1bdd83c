"""What offices really send: every row ends as the truth file says, and nobody else's comes along."""

import csv
import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bangfu.documents.row_report import report_csv
from bangfu.intake.commands.import_register import import_register
from bangfu.intake.enums import StagedVerdict
from bangfu.intake.models import StagedRow
from bangfu.organisations.commands.import_unions import import_unions
from bangfu.organisations.models import Installation
from bangfu.organisations.queries import today
from bangfu.registry.commands.export_register import export_register
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts
from bangfu.scope.actors import acting, operator

DATA = Path(__file__).parents[2] / "data"
DAY = date(2025, 10, 31)
NAMES = ("messy-2025.xlsx", "messy-2025-gb18030.csv", "messy-2025-members-gb18030.csv")
SIZES_DIFFER = "家庭人口 "


@pytest.fixture
def report(db):
    Installation.objects.create(id=1, is_demo=True, demo_day=DAY)
    unions = (DATA / "unions-xingtai.csv").read_bytes()
    import_unions(data=unions, file_name="u.csv", as_of=date(2025, 1, 1), by=operator())
    return take_in([(name, (DATA / name).read_bytes()) for name in NAMES])


def take_in(files):
    return import_register(files=files, as_of=DAY, on=today(), by=operator())


def truth() -> list[dict[str, str]]:
    text = (DATA / "messy-2025-truth.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_row_ends_as_the_truth_says(report):
    wanted = {(r["文件"], r["工作表"], int(r["行号"])): r["结论"] for r in truth()}
    verdicts = {(r.file_name, r.sheet, r.row_number): r.verdict for r in report.lines}
    assert verdicts == wanted


def test_every_rejected_field_is_named(report):
    wanted = Counter(
        (r["文件"], r["工作表"], int(r["行号"]), r["字段"])
        for r in truth()
        if r["结论"] == "reject"
    )
    faults = Counter(
        (r.file_name, r.sheet, r.row_number, r.field) for r in report.lines if r.verdict == "reject"
    )
    assert faults == wanted
    assert all(line.reason and line.mend for line in report.lines if line.verdict == "reject")


def test_every_row_tells_what_the_truth_has_the_office_look_at(report):
    wanted = {(r["文件"], r["工作表"], int(r["行号"])): r["提示"] for r in truth() if r["提示"]}
    with acting(operator()):
        rows = [*StagedRow.objects.exclude(verdict=StagedVerdict.HEADER)]
    told = {
        (row.file_name, row.sheet, row.row_number): "；".join(
            one["reason"] for one in row.remarks if one["code"] == "notice"
        )
        for row in rows
    }
    assert details_of(told) == details_of(wanted)
    # The truth tells disagreeing sizes of households that came in whole; rows that went back count, too.
    assert sizes_of(wanted).items() <= sizes_of(told).items()


def details_of(told: dict[tuple[str, str, int], str]) -> dict[tuple[str, str, int], str]:
    kept = {
        place: "；".join(each for each in words.split("；") if not each.startswith(SIZES_DIFFER))
        for place, words in told.items()
    }
    return {place: words for place, words in kept.items() if words}


def sizes_of(told: dict[tuple[str, str, int], str]) -> dict[tuple[str, str, int], str]:
    return {
        place: each
        for place, words in told.items()
        for each in words.split("；")
        if each.startswith(SIZES_DIFFER)
    }


def test_other_rows_have_one_line_each(report):
    rows = Counter(
        (r.file_name, r.sheet, r.row_number) for r in report.lines if r.verdict != "reject"
    )
    assert set(rows.values()) == {1}


def test_every_accepted_worker_is_on_file_and_whole_households_are_whole(report):
    accepted = {
        r["档案编号"]
        for r in truth()
        if r["结论"].startswith("accept")
        and "members" not in r["文件"]
        and r["工作表"] != "家庭成员"
    }
    whole = {r["档案编号"] for r in truth() if r["2025-10-31类别"]}
    with acting(operator()):
        filed = set(Household.objects.values_list("file_no", flat=True))
        incomplete = set(
            HouseholdFacts.objects.exclude(missing_members=[]).values_list(
                "household__file_no", flat=True
            )
        )
    assert filed == accepted
    assert len(whole) == 959
    assert whole <= filed
    assert not whole & incomplete


def test_the_export_comes_in_again_and_changes_nothing(report):
    with acting(operator()):
        before = (HouseholdFacts.objects.count(), MemberFacts.objects.count())
    exported = export_register(day=DAY, by=operator())
    again = take_in([("export.xlsx", exported)])
    assert again.counts["households_unchanged"] == again.counts["accept"] - before[1]
    with acting(operator()):
        assert (HouseholdFacts.objects.count(), MemberFacts.objects.count()) == before


def test_the_report_opens_in_a_spreadsheet(report):
    content = report_csv(report.lines)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == [
        "文件",
        "工作表",
        "行号",
        "档案编号",
        "结论",
        "字段",
        "值",
        "原因",
        "如何修改",
    ]
    assert len(rows) == len(report.lines) + 1
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
