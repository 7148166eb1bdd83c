"""A number of somebody's in any column of a register: left out and told, and kept nowhere but sealed."""

from __future__ import annotations

import pytest

from bangfu.documents.row_report import report_csv
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.enums import Tab
from bangfu.intake.queries.batches import preview
from bangfu.intake.queries.lines import lines_page
from bangfu.organisations.queries import today
from bangfu.registry.models import Household, HouseholdFacts, MemberFacts
from bangfu.registry.rules.form import MEMBER_FORM, WORKER_FORM, Field, ValueKind
from bangfu.scope.actors import acting, background
from makers.people import card_number
from makers.tables import OCTOBER, files, identity, member, worker

from .test_batches import shows, whole_database

CARD = card_number("622848001234567890")
SEALED = (ValueKind.IDENTITY, ValueKind.CARD)
#: Without which there is no household, no person, and nowhere to file it: those rows go back.
GOES_BACK = {"file_no", "name", "relation", "opened_on", "sex", "area_code", "union_name"}


def somebodys(serial: int) -> str:
    """Whose row it is not."""
    return identity(serial, "19630412")


def columns(form) -> list[Field]:
    return [each for each in form.fields if each.kind not in SEALED]


def numbered(rows, form, first):
    """A row for each column, with a number of somebody's in it; the numbers by column."""
    put = {}
    for at, (row, field) in enumerate(zip(rows, columns(form), strict=True)):
        number = CARD[:6] + f"{first + at:012d}" if at % 3 == 2 else somebodys(100 + first + at)
        number = card_number(number) if at % 3 == 2 else number
        put[field.attr] = number
        row[field.zh] = f"丙{number}" if at % 2 else number
    return put


@pytest.fixture
def put(net):
    """A table whose every column holds somebody's number once, taken in. Yields what stood where."""
    fields, of_members = columns(WORKER_FORM), columns(MEMBER_FORM)
    workers = [worker(at, 家庭人口="1") for at in range(1, len(fields) + 1)]
    homes = [worker(at, 家庭人口="2") for at in range(200, 200 + len(of_members))]
    members = [member(home, at) for at, home in enumerate(homes, 300)]
    numbers = numbered(workers, WORKER_FORM, 1)
    in_members = numbered(members, MEMBER_FORM, 400)
    every = [*numbers.values(), *in_members.values()]
    workers[0] = {**dict.fromkeys(each.zh for each in WORKER_FORM.fields), **workers[0]}
    workers[0][f"所知{every[0]}"] = "x"
    members[0] = {**dict.fromkeys(each.zh for each in MEMBER_FORM.fields), **members[0]}
    batch = stage_register(
        files=[
            (f"{every[1]}.csv", files([*workers, *homes])[0][1]),
            (f"成员{every[2]}.csv", files([], members)[0][1]),
        ],
        as_of=OCTOBER,
        on=today(),
        by=net.east,
    )
    read_batch(batch_id=batch.pk, by=background())
    return batch.pk, numbers, in_members


def test_a_detail_never_costs_a_household_and_a_key_does(net, put):
    batch_id, numbers, in_members = put
    merge_register(batch_id=batch_id, by=net.east)
    with acting(net.east):
        filed = set(Household.objects.values_list("file_no", flat=True))
    taken = {attr for at, attr in enumerate(numbers, 1) if worker(at)["档案编号"] in filed}
    lost = set(numbers) - taken
    assert {"employer", "address", "bank", "remark", "area_name", "system"} <= taken
    assert all(not WORKER_FORM.by_attr[attr].detail for attr in lost)
    assert {"workplace"} <= set(in_members)


def test_no_number_of_any_column_lies_anywhere(net, put):
    batch_id, numbers, in_members = put
    every = [*numbers.values(), *in_members.values()]
    assert _spilling(net, every) == []
    merge_register(batch_id=batch_id, by=net.east)
    assert _spilling(net, every) == []


def test_what_is_told_and_reported_holds_none(net, put):
    batch_id, numbers, in_members = put
    every = [*numbers.values(), *in_members.values()]
    with acting(net.east):
        shown = preview(batch_id, net.east)
        pages = [lines_page(shown.batch, tab, net.east) for tab in Tab]
    told = f"{shown}{pages}"
    assert "内有证件号或银行卡号" in told
    assert [number for number in every if number in told] == []


def test_a_dry_run_reports_none(net):
    row = worker(1, 工作单位=somebodys(3), 家庭人口=somebodys(4), 备注=f"卡{CARD}")
    report = net.take_in([row, worker(2, 姓名=somebodys(5))], dry_run=True)
    out = report_csv(report.lines).decode()
    assert [word for word in (somebodys(3), somebodys(4), somebodys(5), CARD) if word in out] == []
    assert "内有证件号或银行卡号" in out


def test_what_was_on_file_stays_where_a_number_was_written_over_it(net):
    net.take_in([worker(1, 工作单位="东县机械厂", 备注="低保")], by=net.east)
    net.take_in([worker(1, 工作单位=f"东县机械厂{somebodys(9)}", 备注="低保")], by=net.east)
    with acting(net.east):
        assert HouseholdFacts.objects.in_force(today()).get().employer == "东县机械厂"


def test_a_file_number_is_nobodys_identity_number(net):
    report = net.take_in([worker(1, 档案编号=somebodys(9))], by=net.east)
    assert report.rejected == 1
    with acting(net.machine):
        assert not Household.objects.exists()
        assert _spilling(net, [somebodys(9)]) == []


def test_an_identity_number_in_the_card_column_is_no_card(net):
    net.take_in([worker(1, 银行卡号=somebodys(9))], by=net.east)
    with acting(net.east):
        assert HouseholdFacts.objects.get().card_secret_id is None
        assert not MemberFacts.objects.exists()


def _spilling(net, numbers) -> list[str]:
    with acting(net.machine):
        return [
            f"{table}: {number[:3]}"
            for table, text in whole_database()
            for number in numbers
            if shows(text, number)
        ]
