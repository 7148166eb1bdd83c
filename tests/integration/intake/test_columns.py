"""A column that is not understood is offered a meaning, which the union and those below it keep."""

from __future__ import annotations

import pytest
from django.test import Client

from bangfu.accounts.models import User
from bangfu.audit.models import Entry
from bangfu.intake.commands.change_column import change_column
from bangfu.intake.commands.explain_columns import ColumnTold, explain_columns
from bangfu.intake.commands.import_register import import_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.enums import BatchState
from bangfu.intake.errors import ColumnTwice, NothingExplained, WrongKind
from bangfu.intake.models import ColumnMeaning, ImportBatch
from bangfu.intake.queries.batches import columns_told, report_of
from bangfu.intake.queries.columns import columns_asked
from bangfu.intake.rules import NoRegister
from bangfu.intake.rules.meanings import NOT_NEEDED
from bangfu.organisations.queries import today
from bangfu.registry.rules.form import WORKER_FORM
from bangfu.scope.actors import acting, background, operator
from bangfu.scope.enums import Role
from makers.tables import OCTOBER, files, worker
from makers.unions import appoint

FORM = WORKER_FORM.kind.value


def own(**more):
    """A row whose expense and file number stand under heads of the union's own."""
    return {**worker(1), "看病花的钱": "2600", "血型": "A", **more}


def staged(net, row, by) -> ImportBatch:
    batch = stage_register(files=files([row]), as_of=OCTOBER, on=today(), by=by)
    return read(net, batch, by)


def read(net, batch, by) -> ImportBatch:
    read_batch(batch_id=batch.pk, by=background())
    with acting(by):
        return ImportBatch.objects.get(pk=batch.pk)


def explain(batch, by, **told: str) -> bool:
    said = [ColumnTold(FORM, head, meaning) for head, meaning in told.items()]
    return explain_columns(batch_id=batch.pk, told=said, by=by)


def unread(batch) -> list[str]:
    return [head for table in batch.outline["columns"] for head in table["unread"]]


def test_it_is_offered_what_its_cells_may_be_and_the_batch_read_again(net):
    batch = staged(net, own(), net.east)
    assert [one.head for one in columns_asked(batch)] == ["看病花的钱", "血型"]
    money, blood = (one.fits for one in columns_asked(batch))
    assert "medical_fen" in money
    assert "medical_fen" not in blood
    assert explain(batch, net.east, 看病花的钱="medical_fen", 血型=NOT_NEEDED)
    with acting(net.east):
        assert ImportBatch.objects.get().state == BatchState.WAITING
    batch = read(net, batch, net.east)
    assert (batch.state, unread(batch)) == (BatchState.STAGED, [])
    with acting(net.east):
        (table,) = columns_told(batch)
        assert table.told == ("“看病花的钱”作“医疗支出”",)
        assert "医疗支出" not in table.lacking
        assert Entry.objects.get(action="registry.explain_columns").detail == {"columns": 2}


def test_the_next_import_knows_it_in_the_union_and_below_and_nowhere_else(net):
    batch = staged(net, own(), net.east)
    explain(batch, net.east, 看病花的钱="medical_fen", 血型=NOT_NEEDED)
    for code, left in (("E", []), ("E1", []), ("W", ["看病花的钱", "血型"])):
        assert unread(staged(net, own(), net.officer(code))) == left


def test_a_dry_run_reads_what_the_page_reads(net):
    batch = staged(net, own(), net.east)
    explain(batch, net.east, 看病花的钱="medical_fen", 血型=NOT_NEEDED)
    row = own(看病花的钱="花了很多")
    tried = import_register(
        files=files([row]), as_of=OCTOBER, on=today(), by=net.east, dry_run=True
    )
    batch = staged(net, row, net.east)
    with acting(net.east):
        assert tried.lines == tuple(report_of(batch))
    assert [line.field for line in tried.lines if line.verdict == "reject"] == ["医疗支出"]


def test_the_nearer_union_wins_and_what_is_taken_back_is_asked_again(net):
    city, factory = net.officer("C"), net.officer("E1")
    explain(staged(net, own(), city), city, 血型="remark")
    assert unread(staged(net, own(), factory)) == ["看病花的钱"]
    with acting(city):
        told = ColumnMeaning.objects.get().pk
    change_column(meaning_id=told, meaning=NOT_NEEDED, by=city)
    batch = staged(net, own(), factory)
    assert batch.outline["columns"][0]["told"] == []
    change_column(meaning_id=told, meaning="", by=city)
    batch = staged(net, own(), factory)
    assert unread(batch) == ["看病花的钱", "血型"]
    explain(batch, factory, 血型="remark")
    assert unread(staged(net, own(), factory)) == ["看病花的钱"]
    with acting(city):
        assert ColumnMeaning.objects.count() == 4


def test_another_kind_and_a_field_that_stands_there_are_refused(net):
    batch = staged(net, own(), net.east)
    with pytest.raises(WrongKind, match="“血型”列里的内容不能作“医疗支出”读"):
        explain(batch, net.east, 血型="medical_fen")
    with pytest.raises(ColumnTwice, match="医疗支出"):
        explain(batch, net.east, 看病花的钱="medical_fen", 血型="medical_fen")
    with pytest.raises(ColumnTwice, match="姓名"):
        explain(batch, net.east, 血型="name")
    for nothing in ({}, {"没有的列": "remark"}):
        with pytest.raises(NothingExplained):
            explain(batch, net.east, **nothing)
    with pytest.raises(ImportBatch.DoesNotExist):
        explain(batch, net.west, 血型="remark")
    with acting(net.east):
        assert not ColumnMeaning.objects.exists()


def test_the_page_says_it_at_each_column_that_cannot_mean_this(net, static_as_is):
    batch = staged(net, own(), net.east)
    with acting(operator()):
        filer = appoint("filer", Role.FILER, net.union("E"))
    client = Client()
    client.force_login(User.objects.get(pk=filer.user_id))
    told = {"column_0": "medical_fen", "column_1": "medical_fen"}
    for typed, at in ((told, [0, 1]), ({"column_1": "medical_fen"}, [1])):
        refused = client.post(f"/imports/{batch.pk}/columns/", typed)
        assert refused.status_code == 422
        shown = refused.content.decode()
        assert [n for n in range(2) if f'id="id_column_{n}_error"' in shown] == at
    with acting(net.east):
        assert not ColumnMeaning.objects.exists()


def test_a_required_column_under_another_head_is_asked_for_and_read_next_time(net):
    row = own()
    row["家庭代码"] = row.pop("档案编号")
    batch = stage_register(files=files([row]), as_of=OCTOBER, on=today(), by=net.east)
    with pytest.raises(NoRegister):
        read_batch(batch_id=batch.pk, by=background())
    assert not explain(batch, net.east, 家庭代码="file_no")
    again = staged(net, row, net.east)
    assert again.counts["households_new"] == 1


def test_a_word_of_the_form_keeps_its_meaning(net):
    with acting(net.east):
        told = {"form": FORM, "word": "医疗支出", "meaning": NOT_NEEDED, "by_name": "x"}
        ColumnMeaning.objects.create(union_id=net.east.union_id, **told)
    batch = staged(net, worker(1, 医疗支出="1"), net.east)
    assert "medical_fen" not in batch.outline["columns"][0]["lacking"]


@pytest.mark.parametrize("number", ["11010519491231002X", "110105 19491231 002X"])
def test_a_head_that_holds_a_number_of_somebodys_is_neither_kept_nor_asked_about(net, number):
    row = own(**{f"王五{number}": "1"})
    batch = stage_register(
        files=[(f"名单{number}.csv", files([row])[0][1])], as_of=OCTOBER, on=today(), by=net.east
    )
    batch = read(net, batch, net.east)
    assert [one.head for one in columns_asked(batch)] == ["看病花的钱", "血型"]
    assert unread(batch) == ["看病花的钱", "血型", "…"]
    assert batch.file_names == ["名单….csv"]
    kept = f"{batch.outline}{columns_told(batch)}"
    assert number not in kept
    assert "王五" not in kept
