"""A sheet in which members stand under their worker goes the whole way: in, again, and back to be mended."""

from __future__ import annotations

from bangfu.documents.spreadsheets import read_workbook
from bangfu.documents.tables.fixed import as_written
from bangfu.intake.commands.import_register import import_register
from bangfu.intake.commands.sheet_to_mend import sheet_to_mend
from bangfu.organisations.queries import today
from bangfu.scope.actors import acting
from makers.households import household_as_of
from makers.tables import NOVEMBER, OCTOBER, csv_file, identity, member, worker

HEADS = ("与户主关系", "学段", "月收入")


def one_sheet(**more: str) -> list[dict[str, str]]:
    """A worker of three and two members, whose file number stands at the worker alone."""
    head = {**worker(1, 家庭人口="3", **more), "与户主关系": "本人", "学段": ""}
    del head["本人月平均收入"]
    head["月收入"] = "300"
    family = [
        member(worker(1), 11, 学段="高中"),
        member(worker(1), 12, 身份证号=identity(12, "20000101"), 月收入="200"),
    ]
    rows = [head]
    for number, one in enumerate(family, start=1):
        one["与户主关系"] = one.pop("关系")
        rows.append({**dict.fromkeys(head, ""), **one, "档案编号": "", "序号": f"1.{number}"})
    return [{"序号": "1", **row} for row in rows]


def take_in(net, rows, as_of=OCTOBER):
    files = [("台账.csv", csv_file(rows))]
    return import_register(files=files, as_of=as_of, on=today(), by=net.machine)


def test_it_is_one_household_and_the_same_again_changes_nothing(net):
    report = take_in(net, one_sheet())
    assert report.rejected == 0
    assert (report.counts["households_new"], report.counts["members_new"]) == (1, 2)
    with acting(net.machine):
        filed = household_as_of(worker(1)["档案编号"], NOVEMBER, net.machine)
        assert filed.facts.own_income_fen == 30_000
        assert sorted(one.facts.income_fen for one in filed.members) == [0, 20_000]
    again = take_in(net, one_sheet(), NOVEMBER)
    counts = again.counts
    assert (counts["households_unchanged"], counts["members_unchanged"]) == (1, 2)


def test_what_goes_back_leaves_with_its_members_and_comes_in_mended(net):
    report = take_in(net, one_sheet(所属工会="没有的工会"))
    assert (report.rejected, report.counts["members_waiting"]) == (1, 2)
    mended = sheet_to_mend(batch_id=report.batch_id, by=net.machine)
    (sheet,) = read_workbook(mended, "m.xlsx").sheets
    heads = [str(cell.value) for cell in sheet.rows[0]]
    rows = [
        dict(zip(heads, [as_written(cell) for cell in row], strict=False)) for row in sheet.rows
    ]
    assert [row["与户主关系"] for row in rows[1:]] == ["", "儿子", "女儿"]
    assert [row["档案编号"] for row in rows[1:]] == [worker(1)["档案编号"]] * 3
    assert [row["月收入"] for row in rows[1:]] == ["300", "0", "200"]
    rows[1]["所属工会"] = worker(1)["所属工会"]
    assert take_in(net, rows[1:]).counts["members_new"] == 2


def beside(**more: str) -> list[dict[str, str]]:
    """The same household, a member on each line beside the worker."""
    head, *members = one_sheet(**more)
    own = {("户主" + key if key == "姓名" else key): head[key] for key in head if key in worker(1)}
    own["本人月收入"] = head["月收入"]
    of_member = ("姓名", "与户主关系", "性别", "身份证号", "出生日期", "学段", "月收入")
    return [{**own, **{f"成员{key}": one.get(key, "") for key in of_member}} for one in members]


def test_members_beside_their_worker_are_the_same_household(net):
    report = take_in(net, beside())
    assert report.rejected == 0
    counts = report.counts
    assert (counts["households_new"], counts["members_new"]) == (1, 2)
    again = take_in(net, one_sheet(), NOVEMBER)
    counts = again.counts
    assert (counts["households_unchanged"], counts["members_unchanged"]) == (1, 2)


def test_what_goes_back_of_such_lines_comes_in_mended(net):
    report = take_in(net, beside(所属工会="没有的工会"))
    assert (report.rejected, report.counts["members_waiting"]) == (1, 2)
    mended = read_workbook(sheet_to_mend(batch_id=report.batch_id, by=net.machine), "m.xlsx")
    assert [sheet.name for sheet in mended.sheets] == ["职工档案", "家庭成员"]
    lines = [[[as_written(cell) for cell in row] for row in sheet.rows] for sheet in mended.sheets]
    files = [[dict(zip(heads, row, strict=False)) for row in rows] for heads, *rows in lines]
    files[0][0]["所属工会"] = worker(1)["所属工会"]
    named = [(f"{at}.csv", csv_file(rows)) for at, rows in enumerate(files)]
    counts = import_register(files=named, as_of=OCTOBER, on=today(), by=net.machine).counts
    assert (counts["households_new"], counts["members_new"]) == (1, 2)
