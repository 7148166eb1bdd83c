"""An import that was read by an earlier version, and waits through the upgrade, is merged all the same."""

import json
import zlib

import pytest

from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.reading.packing import unpack_rows
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.models import ImportBatch, StagedPart
from bangfu.intake.rules import JudgedMember
from bangfu.organisations.queries import today
from bangfu.registry.models import HouseholdFacts, MemberFacts
from bangfu.scope.actors import acting, background
from bangfu.vault.sealing import seal_blob
from makers.tables import OCTOBER, Net, files, member, worker

FULL = {
    "建筑面积": "43.5",
    "次要致困原因": "患重特大疾病、子女上学",
    "参加工作时间": "1990-07",
    "家庭人口": "2",
}
OWN = {
    "id",
    "recorded_at",
    "source_id",
    "household_id",
    "membership_id",
    "id_secret_id",
    "card_secret_id",
}


@pytest.fixture
def net(db) -> Net:
    return Net()


def staged(net, rows, members) -> ImportBatch:
    batch = stage_register(
        files=files(rows, members), as_of=OCTOBER, on=today(), by=net.machine, background=False
    )
    read_batch(batch_id=batch.pk, by=background())
    with acting(net.machine):
        return ImportBatch.objects.get(pk=batch.pk)


def as_before(row) -> list[object]:
    """As 0.1.0 wrote it."""
    said = {attr: value for attr, value in row.values.items() if value is not None}
    head = [row.ref.file, row.ref.sheet, row.number, row.file_no, said]
    return [*head, row.ordinal, row.waiting] if isinstance(row, JudgedMember) else head


def packed_as_before(batch: ImportBatch) -> None:
    text = json.dumps([as_before(row) for row in unpack_rows(batch).rows()], default=str)
    sealed = seal_blob(f"staged|{batch.pk}|1", zlib.compress(text.encode()))
    assert StagedPart.objects.filter(batch=batch).update(sealed=sealed) == 1


def said(model) -> list[dict[str, object]]:
    names = [each.attname for each in model._meta.concrete_fields if each.attname not in OWN]
    return list(model.objects.order_by("id").values(*names))


def test_it_says_the_same(net):
    rows = [worker(1, **FULL)]
    batch = staged(net, rows, [member(rows[0], 11)])
    with acting(net.machine):
        now = [*unpack_rows(batch).rows()]
        packed_as_before(batch)
        assert len(now) == 2
        assert [*unpack_rows(batch).rows()] == now
    merged = merge_register(batch_id=batch.pk, by=net.machine)
    assert (merged.counts["households_new"], merged.counts["members_new"]) == (1, 1)
    again = staged(net, rows, [member(rows[0], 11)])  # read and packed as today
    assert (again.counts["households_unchanged"], again.counts["members_unchanged"]) == (1, 1)
    with acting(net.machine):
        (facts,), (relative,) = said(HouseholdFacts), said(MemberFacts)
    assert (str(facts["floor_area"]), facts["secondary_causes"]) == (
        "43.50",
        ["患重特大疾病", "子女上学"],
    )
    assert (facts["size"], relative["income_fen"]) == (2, 0)
