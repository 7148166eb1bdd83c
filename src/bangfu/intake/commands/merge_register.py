"""Merge a staged batch into the register: all of it or nothing, and a second time nothing at all.

Every change is a new version; what was known before stays. Batches that share a county merge one
after the other, so that two imports of one household cannot both find it absent, and rows that
others have overtaken since the preview go back instead of in. So do those whose person or file number is
on file out of the sender's sight; what rows share with files there is told now, and not in the preview.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models.functions import Now

from bangfu.acts.frame import tell, use_case
from bangfu.kernel.steadily import steadily
from bangfu.registry.commands.kept_met import InVain, keep_met
from bangfu.registry.commands.met_elsewhere import tell_met
from bangfu.registry.commands.record_versions import (
    hold_households,
    record_versions,
    renew_statistics,
)
from bangfu.registry.commands.recording.brought import Bringer
from bangfu.registry.enums import Source
from bangfu.scope.actors import Actor

from .. import duties
from ..enums import BatchState, Stage, StagedVerdict
from ..errors import MergeStopped, NumberJustTaken
from ..models import ImportBatch, StagedRow
from ..rules.faults import PERSON_ELSEWHERE
from .lanes import lock_counties
from .locking import lock_batch, require_reading, require_staged
from .merging.carrying import carry_over
from .merging.deciding import Decisions, decide
from .progress import Report, silent
from .reading.accepted import Accepted, Problems, RowKey, key_of
from .reading.back import heads_read, objected, seal_back
from .reading.objections import find_objections
from .reading.packing import unpack_rows
from .reading.sharing import sharing_of
from .reading.staging import send_back, tabs_counted, tell_hidden
from .reading.unions import UnionDirectory

HOUSEHOLDS_A_PART = 2_000
KEPT = timedelta(days=30)  # rows that went back


@use_case(duties.MERGE, refusals={"registry_household_file_no_key": NumberJustTaken})
def merge_register(
    *,
    batch_id: int,
    by: Actor,
    confirmed: datetime | None = None,
    reading: int | None = None,
    report: Report = silent,
    wait: bool = True,
) -> ImportBatch:
    """The merged batch; its `counts` say what was new, changed and unchanged (未变).

    Args:
        confirmed: which confirmation is carried out, for a batch 入库中; None for one 待确认.
        reading: which reading is merged, for one 待确认 that somebody else may have had read again.
        report: told between parts of the work. The batch itself stays free meanwhile, so that its
            progress can be kept and the confirmation be called back.
        wait: for another import of a county that this one names; else it raises CountiesBusy.

    Raises:
        NotPermitted, ImportBatch.DoesNotExist (not in the actor's scope), BatchNotRead,
        BeingMerged, AlreadyMerged, BatchDropped, ReadAgainSince (it is not `reading`).
        NumberJustTaken: another county's import was first with a new file number.
        MergeStopped: the confirmation no longer holds; nothing is merged.
    """
    with steadily():
        batch = ImportBatch.objects.visible_to(by).get(pk=batch_id)
        _require_wanted(batch, confirmed, reading)
        directory, unpacked = UnionDirectory(by.scope), unpack_rows(batch)
        lock_counties(unpacked, directory, wait=wait)
        batch.refresh_from_db()  # it may have been called back, or merged, while this one waited
        _require_wanted(batch, confirmed, reading)
        hold_households(row.file_no for row in unpacked.rows())
        accepted = carry_over(unpacked, batch.reporting_day)
        report(Stage.COMPARING, 0, len(accepted.workers) + len(accepted.members))
        problems = find_objections(accepted, batch.reporting_day, directory, confirmed=True)
        going_in = accepted.without(problems)
        decisions = decide(going_in, batch.reporting_day, directory)
        hidden = _hidden(going_in, batch, by)
        files = accepted.entering().file_nos()  # those that go back, too: see `_written`
        for done in _written(decisions, files, batch, by):
            _require_wanted(ImportBatch.objects.get(pk=batch_id), confirmed, reading)
            report(Stage.MERGING, done, len(files))
        batch = lock_batch(batch_id, by)
        _require_wanted(batch, confirmed, reading)
        send_back(batch, problems)
        _keep_back(batch, accepted, problems)
        tell_hidden(batch, hidden)
        _close(batch, decisions, problems, by, told_more=bool(problems or hidden))
        _note_met(batch, hidden, _met_in_vain(accepted, problems), by)
    return batch


def _require_wanted(batch: ImportBatch, confirmed: datetime | None, reading: int | None) -> None:
    if confirmed is None:
        require_staged(batch)
        if reading is not None:
            require_reading(batch, reading)
    elif (batch.state, batch.confirmed_at) != (BatchState.MERGING, confirmed):
        raise MergeStopped


def _hidden(going_in: Accepted, batch: ImportBatch, by: Actor) -> Mapping[RowKey, list[str]]:
    """What rows share with files out of the sender's sight. Not of members who wait: nothing of them is
    kept, so that any number of strangers could be asked about in them.
    """
    if by.scope.machine:
        return {}
    return sharing_of(going_in.entering(), batch.reporting_day).hidden


def _written(
    decisions: Decisions, files: Sequence[str], batch: ImportBatch, by: Actor
) -> Iterator[int]:
    """Writes part by part; yields how many households are done so far.

    Counted with those that go back: the number is on the page while the confirmation can still be called
    back, and would tell how many of the sender's guesses are on file out of their sight.
    """
    yield 0
    bringer = Bringer(Source.IMPORT, batch.pk, by.name)
    starts = range(0, len(files), HOUSEHOLDS_A_PART)
    parts = [files[start : start + HOUSEHOLDS_A_PART] for start in starts]
    done = 0
    for part, brought in zip(parts, decisions.brought(parts), strict=True):
        record_versions(brought, bringer)
        done += len(part)
        yield done
    if renew_statistics(decisions.counts()["households_new"]):
        with connection.cursor() as cursor:
            cursor.execute("select intake_renew_statistics()")


def _keep_back(batch: ImportBatch, accepted: Accepted, problems: Problems) -> None:
    """What goes back now joins what went back before, and all of it is kept for a while."""
    heads = [heads_read(*each) for each in batch.outline.get("heads", ())]
    if problems and heads:
        seal_back(batch, objected({each.ref: each for each in heads}, accepted, problems))
    batch.back_parts.update(kept_until=Now() + KEPT)


def _met_in_vain(accepted: Accepted, problems: Problems) -> list[InVain]:
    """Of rows that went back because their worker is on file where the sender may not look."""
    return [
        InVain(str(row.values["id_number"]), row.ref.sheet, row.number)
        for row in accepted.workers
        if any(each.code == PERSON_ELSEWHERE.code for each in problems.get(key_of(row), ()))
    ]


def _note_met(
    batch: ImportBatch, hidden: Collection[RowKey], in_vain: Sequence[InVain], by: Actor
) -> None:
    """How many rows told the sender that a person or a card is on file where they may not look; of those that
    leave no file behind, the pair for the superior of both.
    """
    tell_met("batch", batch.pk, len(hidden) + len(in_vain))
    keep_met(in_vain, batch.reporting_day, by, batch=batch.pk)


def _close(
    batch: ImportBatch, decisions: Decisions, problems: Problems, by: Actor, *, told_more: bool
) -> None:
    overtaken = _set_outcomes(batch, decisions.outcomes()) or told_more
    batch.parts.all().delete()
    batch.uploads.all().delete()
    back = len(problems)
    counts = {**batch.counts, **decisions.counts()}
    counts[StagedVerdict.REJECT.value] = counts.get(StagedVerdict.REJECT.value, 0) + back
    batch.counts = counts
    if overtaken and "tabs" in batch.outline:
        batch.outline["tabs"] = tabs_counted(batch)
    batch.outline = {**batch.outline, "merged_by": by.name}
    batch.state = BatchState.MERGED
    batch.merged_at = Now()
    batch.save(update_fields=["counts", "outline", "state", "merged_at"])
    batch.refresh_from_db(fields=["merged_at"])
    detail = {**decisions.counts(), "rejected": counts[StagedVerdict.REJECT.value]}
    tell("batch", batch.pk, detail)


def _set_outcomes(batch: ImportBatch, outcomes: Mapping[RowKey, str]) -> bool:
    """Where the register changed since the preview, the rows say what really became of them.

    Whether any does; a household that another import brought first is no new one.
    """
    shown = StagedRow.objects.filter(batch=batch).exclude(outcome="")
    told = shown.values_list("id", "file_name", "sheet", "row_number", "outcome")
    became = [
        (row_id, str(outcomes.get((file_name, sheet, number), "")), outcome)
        for row_id, file_name, sheet, number, outcome in told
    ]
    differing = [(row_id, now) for row_id, now, before in became if now != before]
    if differing:
        ids, words = zip(*differing, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(OUTCOMES, [list(ids), list(words)])
    return bool(differing)


OUTCOMES = """
update intake_stagedrow s set outcome = n.outcome,
  tab = case when s.tab = 'new' and n.outcome in ('changed', 'unchanged') then 'changed' else s.tab end
from unnest(%s::bigint[], %s::text[]) as n(id, outcome) where s.id = n.id
"""
