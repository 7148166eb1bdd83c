"""Who may file where, and what an import tells of files it may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.audit.models import Entry
from bangfu.intake.commands.drop_batch import drop_batch
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.models import ImportBatch
from bangfu.organisations.queries import today
from bangfu.registry.models import Household
from bangfu.scope.actors import acting, background
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from makers.people import card
from makers.tables import OCTOBER, files, identity, member, reasons, worker

WEST = {"所属工会": "西县纺织厂工会", "行政区划代码": "449902", "县市区": "西县"}


def files_of(actor) -> set[str]:
    with acting(actor):
        return set(Household.objects.values_list("file_no", flat=True))


def test_a_county_files_its_own(net):
    report = net.take_in([worker(1)], by=net.east)
    assert report.rejected == 0
    assert files_of(net.east) == {worker(1)["档案编号"]}
    assert files_of(net.west) == set()


@pytest.mark.parametrize(
    ("union", "reason"),
    [
        ("没有这个工会", "工会名册中无此工会"),
        ("西县纺织厂工会", "该工会不在您的管辖范围内"),
        ("同名厂工会", "工会名册中有 2 个同名工会"),
        ("", "空缺"),
    ],
)
def test_a_row_whose_union_is_not_clear_goes_back(net, union, reason):
    report = net.take_in([worker(1, 所属工会=union), worker(2)], by=net.east)
    assert reasons(report) == [("所属工会", reason)]
    assert files_of(net.machine) == {worker(2)["档案编号"]}
    assert all(line.mend for line in report.lines if line.verdict == "reject")


def test_a_union_may_be_named_by_its_code(net):
    net.take_in([worker(1, 所属工会="S2")], by=net.east)
    with acting(net.machine):
        assert Household.objects.get().union.code == "S2"


def test_a_blank_union_leaves_a_filed_household_where_it_is(net):
    net.take_in([worker(1)], by=net.east)
    report = net.take_in([worker(1, 所属工会="")], by=net.east)
    assert report.counts["households_unchanged"] == 1


def test_a_file_number_of_another_county_goes_back_without_a_word_of_whose(net):
    net.take_in([worker(1)], by=net.east)
    theirs = worker(2, 档案编号=worker(1)["档案编号"], **WEST)
    report = net.take_in([theirs], by=net.west)
    assert reasons(report) == [("档案编号", "此编号已在其他工会使用")]
    assert files_of(net.west) == set()


def test_a_person_on_file_in_another_county_goes_back_without_a_number(net):
    net.take_in([worker(1)], by=net.east)
    report = net.take_in([worker(1, 档案编号="44990220100000009", **WEST)], by=net.west)
    assert reasons(report) == [("身份证号", "该身份证号已在其他工会建档")]
    told = " ".join(" ".join(map(str, line.cells())) for line in report.lines)
    assert worker(1)["档案编号"] not in told
    assert files_of(net.machine) == {worker(1)["档案编号"]}
    with acting(net.machine):
        logged = Entry.objects.get(action="registry.met_elsewhere")
    assert (logged.union_id, logged.detail) == (net.west.union_id, {"count": 1})


def test_a_person_on_file_in_sight_is_told_with_the_number(net):
    net.take_in([worker(1)], by=net.east)
    report = net.take_in([worker(1, 档案编号="44990120100000009")], by=net.east)
    assert reasons(report) == [("身份证号", f"与档案 {worker(1)['档案编号']} 同一身份证号")]


def test_members_of_another_countys_file_go_back(net):
    net.take_in([worker(1)], by=net.east)
    report = net.take_in([], [member(worker(1), 11)], by=net.west)
    assert reasons(report) == [("档案编号", "职工档案中无此编号")]


def test_an_industry_union_files_its_system_in_its_parents_territory(net):
    industry = net.officer("J")
    taught = worker(1, 所属工会="东县中学工会", 所属系统="教育")
    other = worker(2, 所属工会="东县中学工会", 所属系统="工业")
    report = net.take_in([taught, other], by=industry)
    assert reasons(report) == [("所属工会", "该工会不在您的管辖范围内")]
    assert files_of(industry) == files_of(net.east) == {taught["档案编号"]}


@pytest.mark.parametrize("role", [Role.APPROVER, Role.FUND_OFFICER, Role.AUDITOR, Role.RELEASER])
def test_other_roles_file_nothing(net, role):
    with pytest.raises(NotPermitted):
        net.take_in([worker(1)], by=net.officer("E", role))


def preview_of(net, rows, members=()) -> list[tuple[object, ...]]:
    """All that a preview keeps of the west's rows, but for the numbers that were guessed."""
    batch = stage_register(files=files(rows, members), as_of=OCTOBER, on=today(), by=net.west)
    read_batch(batch_id=batch.pk, by=background())
    drop = {"batch_id": batch.pk, "by": net.west}
    with acting(net.west):
        told = ImportBatch.objects.get(pk=batch.pk)
        kept = [told.state, told.counts, told.outline]
        columns = ("verdict", "outcome", "remarks", "tab", "to_check", "differences")
        kept += list(told.rows.order_by("id").values_list(*columns))
    drop_batch(**drop)
    return kept


@pytest.mark.parametrize("guess", ["worker", "member", "card", "file number"])
def test_no_preview_tells_a_guessed_number_of_another_county(net, guess):
    """It is the same as of a number that nobody has; whoever asks leaves the guess on file, by a confirmation."""
    theirs = worker(1, 家庭人口="2", 银行卡号=card(7))
    net.take_in([theirs], [member(theirs, 12)], by=net.east)

    def asked(hit: bool) -> list[tuple[object, ...]]:
        own, members = worker(2, 家庭人口="2", **WEST), []
        if guess == "worker":
            own |= {"身份证号": identity(1 if hit else 3), "性别": "男"}
        elif guess == "card":
            own |= {"银行卡号": card(7 if hit else 8)}
        elif guess == "file number":
            own |= {"档案编号": theirs["档案编号"] if hit else worker(4)["档案编号"]}
        else:
            members = [member(own, 12 if hit else 14, 姓名="乙某")]
        return preview_of(net, [own], members)

    hit, miss = asked(True), asked(False)
    assert str(hit).replace(str(worker(1)["档案编号"]), "") == str(miss).replace(
        str(worker(4)["档案编号"]), ""
    )
    with acting(net.machine):
        assert not Entry.objects.filter(action="registry.met_elsewhere").exists()


def test_a_dry_run_tells_no_more_than_a_preview(net):
    net.take_in([worker(1)], by=net.east)
    again = worker(1, 档案编号="44990220100000009", **WEST)
    tried = net.take_in([again], by=net.west, dry_run=True)
    assert reasons(tried) == []
    assert reasons(net.take_in([again], by=net.west)) == [
        ("身份证号", "该身份证号已在其他工会建档")
    ]


@pytest.mark.parametrize(
    ("shared", "told"),
    [("person", "该身份证号已在其他工会建档"), ("card", "银行卡号与您管辖范围以外的档案相同")],
)
def test_however_many_lie_elsewhere_their_rows_are_told_by_one_statement(net, shared, told):
    """Of a table that is another county's they are all its rows, and each alone would look through all."""
    serials = (1, 3, 5)
    net.take_in([worker(n, 银行卡号=card(n)) for n in serials], by=net.east)
    own = 0 if shared == "person" else 10
    rows = [
        worker(n + own, 档案编号=f"4499022010000{n:04d}", 银行卡号=card(n), **WEST) for n in serials
    ]
    batch = stage_register(files=files(rows), as_of=OCTOBER, on=today(), by=net.west)
    read_batch(batch_id=batch.pk, by=background())
    with CaptureQueriesContext(connection) as asked:
        merge_register(batch_id=batch.pk, by=net.west)
    statements = [str(each["sql"]).split() for each in asked.captured_queries]
    assert sum(words[:2] == ["update", "intake_stagedrow"] for words in statements) == 1
    with acting(net.west):
        remarks = list(batch.rows.order_by("row_number").values_list("remarks", flat=True))
    assert [told in str(each) for each in remarks] == [False, True, True, True]
