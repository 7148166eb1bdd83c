"""Databases that earlier versions of Bangfu left, laid into a data folder as that version had them.

`tests/data/landed-0.1.0.dump.xz` is a backup that version 0.1.0 wrote itself: invented families out
of an import and with approved cases, a round that the bank has answered in part, a second one with
its roster locked. `landed-6add9b2.dump.xz` is one of the code at that commit, from a database that
it made anew: two imports and one that waits for confirmation, cases in every state but refused with
an objection, a round with a return decided, a cancelled one, two assessed days. `landed-423f7cc` is
that one again, opened by the code at 423f7cc, which keeps determinations as intervals: one household
changed and decided anew, one changed and not decided yet, a list prepared in the background.
`landed-e10f100` is that one opened by the code at e10f100, which keeps tallies, all of it decided.
`landed-7142cda` is that one opened by the code at 7142cda, which holds sizes against members.
`landed-7df684e` is that one opened by the code at 7df684e: the bank sends back what had arrived, and
a county has a parameter of its own. `landed-bc33902` is that one opened by the code at bc33902: a
county has its own days for a step, a receipt waits for its reversal, a payment is to be recovered, an
account is confirmed, a son takes his father's place as the worker. `landed-0e69b4d` is that one opened
by the code at 0e69b4d: a word of a bank is explained, an answer in two files waits to be taken in.
The keys beside them open nothing else.
"""

from __future__ import annotations

import lzma
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from bangfu.operations.cli.postgres_tools import fill_from
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import DATABASE, EmbeddedServer

Bangfu = Callable[..., subprocess.CompletedProcess[str]]

DATA = Path(__file__).parents[2] / "data"
FIRST, BEFORE_INTERVALS, INTERVALS, TALLIES, SIZES, SENT_BACK, RECOVERIES, KEPT_ANSWERS = (
    "0.1.0", "6add9b2", "423f7cc", "e10f100", "7142cda", "7df684e", "bc33902", "0e69b4d"
)  # fmt: skip
HELD = """
select (select count(*) from registry_household), (select count(*) from registry_householdfacts),
       (select count(*) from casework_case where state = 'approved'),
       (select count(*) from rounds_payment), (select sum(amount) from funds_transfer),
       (select count(*) from vault_secret), (select count(*) from audit_entry)
"""
GRANT = """
grant select, insert, update, delete on all tables in schema public to bangfu;
grant usage, select on all sequences in schema public to bangfu
"""


@dataclass(frozen=True)
class Landed:
    """A data folder whose server holds the landed version's database, not yet upgraded."""

    server: EmbeddedServer
    bangfu: Bangfu

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return self.bangfu(self.server.folder.root, *arguments)

    def ask(self, statement: str) -> list[tuple]:
        with self.server, psycopg.connect(self.server.urls()[0]) as connection:
            connection.execute("select set_config('app.reach', 'machine', false)")
            rows = connection.execute(statement)
            return rows.fetchall() if rows.description else []


@pytest.fixture
def landed(
    place: Path, bangfu: Bangfu, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Landed]:
    name = f"landed-{getattr(request, 'param', FIRST)}"
    folder = DataFolder(place / "data").create()
    folder.vault_key_file.write_bytes(bytes.fromhex((DATA / f"{name}.key").read_text()))
    dump = place / "landed.dump"
    dump.write_bytes(lzma.decompress((DATA / f"{name}.dump.xz").read_bytes()))
    server = EmbeddedServer(folder)
    monkeypatch.setenv("BANGFU_DATA", str(folder.root))
    with server:
        fill_from(dump, DATABASE)
    made = Landed(server, bangfu)
    made.ask(GRANT)  # a backup carries no privileges
    yield made
    server.destroy()
