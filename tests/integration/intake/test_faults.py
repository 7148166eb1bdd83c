"""Killed in the middle, or two at once: nothing half-done, nothing twice."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from bangfu.intake.commands.import_register import import_register
from bangfu.intake.commands.merge_register import merge_register
from bangfu.intake.commands.read_batch import read_batch
from bangfu.intake.commands.stage_register import stage_register
from bangfu.intake.enums import BatchState, Stage
from bangfu.intake.errors import AlreadyMerged
from bangfu.intake.models import ImportBatch, StagedPart, StagedRow
from bangfu.organisations.queries import today
from bangfu.registry.models import Household, HouseholdFacts, Membership, Person
from bangfu.scope.actors import acting, background
from bangfu.vault.models import Secret
from makers.tables import OCTOBER, Net, files, member, worker

PROCESS = Path(__file__).with_name("merging_process.py")
TABLES = (Household, Secret, Person, Membership, HouseholdFacts)


@pytest.fixture
def net(fresh_database) -> Net:
    return Net()


def staged(net, rows, members=()) -> int:
    batch = stage_register(
        files=files(rows, members), as_of=OCTOBER, on=today(), by=net.machine, background=False
    )
    read_batch(batch_id=batch.pk, by=background())
    return batch.pk


def rows_of(net) -> list[int]:
    with acting(net.machine):
        return [model.objects.count() for model in TABLES]


def start(batch_id: int, wait_at: int, how: str = "staged") -> subprocess.Popen[str]:
    told = connection.get_connection_params()
    url = f"postgresql://{told['user']}@/{told['dbname']}?host={told['host']}&port={told['port']}"
    return subprocess.Popen(
        [sys.executable, str(PROCESS), str(batch_id), str(wait_at), how],
        env={**os.environ, "DATABASE_URL": url, "DATABASE_OWNER_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("wait_at", [2, 4])
def test_killed_in_the_middle_of_merging(net, wait_at):
    workers = [worker(n, 家庭人口="2") for n in range(1, 5)]
    batch_id = staged(net, workers, [member(one, 10 + n) for n, one in enumerate(workers, 1)])
    with start(batch_id, wait_at) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line.split()[1]) >= wait_at:
                break
        process.kill()
    assert process.returncode == -9
    assert rows_of(net) == [0, 0, 0, 0, 0]
    with acting(net.machine):
        assert ImportBatch.objects.get().state == BatchState.STAGED
    merge_register(batch_id=batch_id, by=net.machine)
    assert rows_of(net) == [4, 8, 8, 8, 4]


def test_two_imports_of_one_household_at_once(net):
    rows = [worker(n) for n in range(1, 6)]
    ids = [staged(net, rows), staged(net, rows)]
    with ThreadPoolExecutor(2) as pool:
        merged = list(pool.map(lambda one: in_a_thread(merge_register, one, net), ids))
    counts = sorted((b.counts["households_new"], b.counts["households_unchanged"]) for b in merged)
    assert counts == [(0, 5), (5, 0)]
    assert rows_of(net)[0] == 5


def test_one_batch_merged_twice_at_once(net):
    batch_id = staged(net, [worker(1)])
    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(lambda one: in_a_thread(merge_register, one, net), [batch_id] * 2))
    assert sorted(type(one).__name__ for one in ended) == ["AlreadyMerged", "ImportBatch"]
    assert rows_of(net)[0] == 1


def in_a_thread(command, batch_id, net):
    """A connection of its own, closed with the thread's work."""
    try:
        return command(batch_id=batch_id, by=net.machine)
    except AlreadyMerged as error:
        return error
    finally:
        connection.close()


def test_interrupted_on_the_command_line_nothing_personal_stays_behind(net):
    def interrupt(step, done, total):
        if step == Stage.ROWS:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_register(
            files=files([worker(1)]), as_of=OCTOBER, on=today(), by=net.machine, progress=interrupt
        )
    with acting(background()):
        assert ImportBatch.objects.get().state == BatchState.DROPPED
        assert not StagedPart.objects.exists()
        assert not StagedRow.objects.exists()
        assert not Household.objects.exists()
