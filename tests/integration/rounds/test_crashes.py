"""kill -9 of the working process and of PostgreSQL in the middle of a batch: no yuan goes astray."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer

HERE = Path(__file__).parent
BATCH, BATCHES, FAMILIES = 1_000, 12, 120


@pytest.fixture(scope="module")
def server(migrated_folder: Callable[[Path], None]) -> Iterator[EmbeddedServer]:
    place = Path(tempfile.mkdtemp(prefix="bangfu-crash-"))
    place.chmod(0o755)
    migrated_folder(place / "data")
    server = EmbeddedServer(DataFolder(place / "data"))
    server.start()
    try:
        finish(server, "found")
        bangfu(server, "backup", place / "kept.dump")
        yield server
    finally:
        server.destroy()
        shutil.rmtree(place)


def start(server: EmbeddedServer, *step: object) -> subprocess.Popen[str]:
    surroundings = {**os.environ, "BANGFU_DATA": str(server.folder.root)}
    command = [sys.executable, str(HERE / "crash_worker.py"), *map(str, step)]
    return subprocess.Popen(
        command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(server: EmbeddedServer, *step: object) -> list[str]:
    worker = start(server, *step)
    told, complained = worker.communicate(timeout=120)
    assert worker.returncode == 0, complained[-2000:]
    return told.split()


def killed(server: EmbeddedServer, seconds: float, *step: object) -> None:
    """Kill the worker some time after its first acknowledged commit."""
    worker = start(server, *step)
    assert worker.stdout is not None
    worker.stdout.readline()  # or its end, when there was nothing left to do
    time.sleep(seconds)
    worker.kill()
    worker.communicate()


def kill_postgres(server: EmbeddedServer) -> None:
    pid = int((server.folder.postgres / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGKILL)


def asked(server: EmbeddedServer, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.urls()[0]) as connection:
        connection.execute("select set_config('app.reach', 'machine', false)")
        return connection.execute(question).fetchall()


def check(server: EmbeddedServer) -> None:
    bangfu(server, "check", "money")


def bangfu(server: EmbeddedServer, *order: object) -> str:
    surroundings = {**os.environ, "BANGFU_DATA": str(server.folder.root)}
    done = subprocess.run(
        [sys.executable, "-m", "bangfu.operations.cli", *map(str, order)],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


BATCH_SIZES = (
    "select split_part(idem, ':', 2), count(*) from funds_transfer"
    " where idem like 'crash:%' group by 1"
)


def test_a_killed_worker_and_a_killed_server_lose_and_double_nothing(server):
    chance = random.Random(20101031)
    acknowledged: set[str] = set()
    for turn in range(4):
        worker = start(server, "post", BATCHES)
        assert worker.stdout is not None
        first = worker.stdout.readline()
        time.sleep(chance.random() * 0.3)
        if turn % 2:
            kill_postgres(server)
            worker.wait(timeout=60)
            server.start()
        else:
            worker.kill()
        acknowledged |= {first.strip(), *worker.communicate()[0].split()} - {""}
        kept = dict(asked(server, BATCH_SIZES))
        assert set(kept.values()) <= {BATCH}, "a batch is whole or not there"
        assert acknowledged <= set(kept)
    finish(server, "post", BATCHES)
    kept = dict(asked(server, BATCH_SIZES))
    assert kept == {str(number): BATCH for number in range(BATCHES)}
    # The round's own reservation beside the batches is not counted here: the checker of payouts
    # would call these made-up reservations astray, so the books alone are asked.
    (wrong,) = asked(
        server,
        "select count(*) from funds_account a where balance <> coalesce((select"
        " sum(case when credit_id = a.id then amount else -amount end) from funds_transfer"
        " where a.id in (debit_id, credit_id)), 0)",
    )
    assert wrong == (0,)
    asked_to_undo(server)


def asked_to_undo(server: EmbeddedServer) -> None:
    """Give the made-up reservations back, so that reserved money belongs to rounds again."""
    with psycopg.connect(server.urls()[1]) as connection:
        connection.execute("select set_config('app.reach', 'machine', true)")
        connection.execute(
            "insert into funds_transfer (fund_id, debit_id, credit_id, amount, idem, reason,"
            " reference, day, by_name) select fund_id, credit_id, debit_id, sum(amount), 'undo',"
            " 'unreserve', 'x', '2010-10-31', 'x' from funds_transfer where idem like 'crash:%'"
            " group by 1, 2, 3"
        )


def test_a_round_is_completed_after_any_kill(server, tmp_path):
    bank = tmp_path / "bank.txt"
    chance = random.Random(7)
    for _ in range(3):  # at any moment, in the middle of the release too
        worker = start(server, "round", bank)
        time.sleep(1.0 + chance.random() * 0.5)
        worker.kill()
        worker.communicate()
        check(server)
    killed(server, 0.02, "round", bank)
    check(server)
    killed(server, chance.random() * 0.1, "round", bank)
    worker = start(server, "round", bank)
    time.sleep(1.0 + chance.random())
    kill_postgres(server)
    worker.communicate(timeout=60)
    server.start()
    check(server)
    finish(server, "round", bank)
    check(server)
    paid = "select count(*), count(distinct award_id), min(state), max(state) from rounds_payment"
    assert asked(server, paid) == [(FAMILIES, FAMILIES, "paid", "paid")]
    assert asked(server, "select state from rounds_round") == [("reconciled",)]
    told = set(bank.read_text().split())
    assert len(told) == FAMILIES, "the bank is asked again only with the same references"
    restored_and_done_again(server, bank, told)


def restored_and_done_again(server: EmbeddedServer, bank: Path, before: set[str]) -> None:
    """A restore takes the round back, not what the bank was sent: it is told, and never sent again."""
    (era,) = asked(server, "select code from audit_era")[-1]
    (number,) = asked(server, "select id from rounds_round")[-1]  # tests before took some
    said = bangfu(server, "restore", server.folder.root.parent / "kept.dump")
    (now,) = asked(server, "select code from audit_era order by id")[-1]
    assert now != era
    assert f"（{FAMILIES} 笔，" in said
    assert f"BF{era}{number:06d}-F01" in said
    assert f"编出过 {FAMILIES} 个流水号" in said
    assert "读入过 1 份银行回单" in said
    assert f"都带“{now}”" in said
    (listed,) = (server.folder.root / "backups").glob("*.csv")
    assert "放款" in listed.read_text("utf-8-sig")
    finish(server, "round", bank)
    check(server)
    again = set(bank.read_text().split()) - before
    assert len(again) == FAMILIES, "no reference is issued twice"
    assert all(reference.startswith(f"BF{now}") for reference in again)
