"""The crash harness: whatever is killed, whenever, what was acknowledged stands and nothing is doubled.

Each turn kills one act at a moment drawn by chance, or PostgreSQL under it; then the system recovers as
its background does, and is asked what `bangfu check` asks. `make long` does so for minutes (other seeds by
`BANGFU_SEED`), `make test` kills each kind of thing a few times.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import EmbeddedServer

LONG = bool(os.environ.get("BANGFU_LONG"))
SECONDS = 300 if LONG else 3  # of kills within one process
SLOW_SECONDS = 120 if LONG else 1  # of kills of commands and of the worker
SEED = int(os.environ.get("BANGFU_SEED", "20101031"))
#: A file that adds up over runs, each with a seed of its own.
SUMS = os.environ.get("BANGFU_KILLS")
ACTS = ("import", "assess", "round")
UNSTAMP = "comment on database bangfu is ''"


@dataclass
class Killing:
    """Attributes:
    takes: by act, the longest that it was seen to take, in seconds.
    killed: how many of what.
    """

    server: EmbeddedServer
    place: Path
    process: subprocess.Popen[str]
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    killed: Counter[str] = field(default_factory=Counter)
    takes: dict[str, float] = field(default_factory=dict)

    def begin(self, act: str, killed_after: float = 600) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{act} {self.chance.randrange(1_000_000)} {killed_after}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def ended(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())

    def done(self, act: str) -> None:
        at = time.monotonic()
        self.begin(act)
        assert self.ended() == 0, self.said()
        self.takes[act] = max(self.takes.get(act, 0), time.monotonic() - at)

    def said(self) -> str:
        return (self.place / "said.txt").read_text("utf-8")[-3000:]

    def kill(self, act: str) -> None:
        self.begin(act, self.chance.random() * self.takes[act])
        self.killed[act] += self.ended() == signal.SIGKILL

    def kill_postgres(self, act: str) -> None:
        self.begin(act)
        time.sleep(self.chance.random() * self.takes[act])
        pid = int((self.server.folder.postgres / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        self.ended()
        while self.server.running():  # it was told to die, and may not have yet
            time.sleep(0.01)
        self.server.start()
        self.killed["postgres"] += 1

    def recovers(self) -> None:
        self.done("recover")
        self.done("check")

    def command(self, *order: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "bangfu.operations.cli", *map(str, order)],
            env={**os.environ, "BANGFU_DATA": str(self.server.folder.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *order: object) -> None:
        at = time.monotonic()
        running = self.command(*order)
        said, _ = running.communicate(timeout=300)
        assert running.returncode == 0, said
        self.takes[str(order[0])] = time.monotonic() - at

    def kill_command(self, kind: str, *order: object) -> None:
        running = self.command(*order)
        time.sleep(self.chance.uniform(0.3, 1) * self.takes[str(order[0])])
        running.kill()
        running.communicate()
        self.killed[kind] += running.returncode == -signal.SIGKILL

    def told_to_the_bank(self) -> dict[str, set[str]]:
        lines = (self.place / "bank.txt").read_text("utf-8").splitlines()
        told: dict[str, set[str]] = {}
        for line in lines:
            reference, _, payee = line.partition("\t")
            told.setdefault(reference, set()).add(payee)
        return told


@pytest.fixture(scope="module")
def killing(
    module_place: Path, migrated_folder: Callable[[Path], None], request: pytest.FixtureRequest
) -> Iterator[Killing]:
    migrated_folder(module_place / "data")
    server = EmbeddedServer(DataFolder(module_place / "data"))
    server.start()
    with (module_place / "said.txt").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("killed_acts.py"))],
            env={**os.environ, "BANGFU_DATA": str(server.folder.root)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        killing = Killing(server, module_place, process)
        try:
            killing.done("found")
            for act in ("more", *ACTS, "more", *ACTS, "recover", "check"):
                killing.done(act)
            yield killing
        finally:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.close()
            process.wait(60)
            process.stdout.close()
            server.destroy()
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\n{reached(killing.killed)}", file=sys.stderr, flush=True)


def reached(killed: Counter[str]) -> str:
    """What this run killed, and all runs so far where a file adds them up."""
    told = f"seed {SEED}, killed: {dict(killed)}"
    if not SUMS:
        return told
    kept = Path(SUMS)
    added = Counter(json.loads(kept.read_text("utf-8")) if kept.exists() else {})
    added.update(killed)
    kept.write_text(json.dumps(added), "utf-8")
    processes = added.total() - added["postgres"]
    return f"{told}; in all runs: {processes} processes, {added['postgres']} times PostgreSQL"


def test_whatever_is_killed_within_an_act_is_made_good(killing: Killing):
    end, turn = time.monotonic() + SECONDS, 0
    while time.monotonic() < end or not all(killing.killed[kind] for kind in (*ACTS, "postgres")):
        act = ACTS[turn % len(ACTS)]
        turn += 1
        if act == "round":
            killing.done("more")
        if turn % 4 == 0:
            killing.kill_postgres(act)
        else:
            killing.kill(act)
        if turn % 5 == 0:
            killing.recovers()
    killing.done("round")
    killing.recovers()
    assert all(len(payees) == 1 for payees in killing.told_to_the_bank().values())


def test_a_killed_backup_restore_or_migration_is_taken_up_again(killing: Killing):
    kept = killing.place / "kept.dump"
    killing.run("backup", kept)
    killing.run("restore", kept)
    killing.takes["check"] = killing.takes["backup"] * 3
    end, turn = time.monotonic() + SLOW_SECONDS, 0
    while time.monotonic() < end or turn < 3:
        kind = ("backup", "restore", "migration")[turn % 3]
        turn += 1
        if kind == "migration":
            with psycopg.connect(killing.server.urls()[0]) as owner:
                owner.execute(UNSTAMP)
            killing.kill_command(kind, "check", "log")
        else:
            killing.kill_command(kind, kind, kept)
        killing.run("check", "log")  # by whatever comes next, a migration is brought to its end
        killing.recovers()
        killing.done("more")
        killing.done("round")
    assert all(len(payees) == 1 for payees in killing.told_to_the_bank().values())
    killing.run("check", "guards")
    left = [path.name for path in killing.place.iterdir() if path.name.startswith(".kept.dump.")]
    assert len(left) <= 1, "a later backup clears what the one before it left"
