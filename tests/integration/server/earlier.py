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
`landed-a9252d3` is that one opened by the code at a9252d3: what was recovered in part, the bank sent
back whole, so that some came twice and waits for a decision. `landed-de8f144` is that one opened by the
code at de8f144: the day of the import that waits is corrected, and its files wait to be read anew.
`landed-a373195` is that one opened by the code at a373195: an administrator, alone, appointed one who
approves and one who will release. `landed-96a3a51` is that one opened by the code at 96a3a51: there are
two administrators, one of two appointments is seconded, and a step is offered to the union above.
`landed-9a0c394` is that one opened by the code at 9a0c394: the other is seconded, too, a third waits,
and the step is declined.
The keys beside them open nothing else.
"""

from __future__ import annotations

import lzma
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
import pytest
from folders import open_folder

from bangfu.operations.cli.postgres_tools import fill_from
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.embedded import DATABASE, EmbeddedServer

Bangfu = Callable[..., subprocess.CompletedProcess[str]]
Rows = list[tuple]
#: A question, or one that is put together from the answers of before.
Question = str | Callable[[dict], str]
Answers = dict[Question, Rows]

LONG = os.environ.get("BANGFU_LONG") == "1"
DATA = Path(__file__).parents[2] / "data"
FIRST, BEFORE_INTERVALS, INTERVALS, TALLIES, SIZES = (
    "0.1.0",
    "6add9b2",
    "423f7cc",
    "e10f100",
    "7142cda",
)
SENT_BACK, RECOVERIES, KEPT_ANSWERS, CAME_TWICE = "7df684e", "bc33902", "0e69b4d", "a9252d3"
READ_ANEW, APPOINTED, TWO_HANDS, DECLINED = "de8f144", "a373195", "96a3a51", "9a0c394"
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
    """A data folder whose server runs and holds the landed version's database, not yet upgraded."""

    server: EmbeddedServer
    bangfu: Bangfu

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return self.bangfu(self.server.folder.root, *arguments)

    def ask(self, statement: str) -> Rows:
        with psycopg.connect(self.server.urls()[0]) as connection:
            connection.execute("select set_config('app.reach', 'machine', false)")
            rows = connection.execute(statement)
            return rows.fetchall() if rows.description else []

    def figures(self, day: str) -> str:
        """The line of sums."""
        return self.run("figures", "--on", day, "--by", "area").stdout.splitlines()[-1]


@dataclass(frozen=True)
class Asked:
    """What the tests of one landed database want to know of it, each at its time."""

    before: tuple[str, ...] = ()
    #: When the first command, which upgraded it, is done.
    after: tuple[Question, ...] = ()
    #: Days whose figures are asked for then, and what is asked when they are told.
    days: tuple[str, ...] = ()
    in_the_end: tuple[Question, ...] = ()
    #: What was still written by the earlier version.
    written: tuple[str, ...] = ()


@dataclass(frozen=True)
class Upgraded(Landed):
    """Upgraded by `bangfu check`, with the answers of before and after: tests may change it since."""

    checked: subprocess.CompletedProcess[str]
    before: Answers
    after: Answers
    sums: dict[str, str]
    in_the_end: Answers


@contextmanager
def laid(version: str, bangfu: Bangfu) -> Iterator[Landed]:
    with open_folder() as place, pytest.MonkeyPatch.context() as patch:
        name = f"landed-{version}"
        folder = DataFolder(place / "data").create()
        folder.vault_key_file.write_bytes(bytes.fromhex((DATA / f"{name}.key").read_text()))
        dump = place / "landed.dump"
        dump.write_bytes(lzma.decompress((DATA / f"{name}.dump.xz").read_bytes()))
        patch.setenv("BANGFU_DATA", str(folder.root))
        server = EmbeddedServer(folder)
        try:
            server.start()
            fill_from(dump, DATABASE)
            landed = Landed(server, bangfu)
            landed.ask(GRANT)  # a backup carries no privileges
            yield landed
        finally:
            server.destroy()


@pytest.fixture
def landed(bangfu: Bangfu, request: pytest.FixtureRequest) -> Iterator[Landed]:
    """One of its own, which the test upgrades."""
    with laid(request.param, bangfu) as made:
        yield made


@pytest.fixture(scope="module")
def upgrades(bangfu: Bangfu, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Upgraded]]:
    """One a version for all tests of a module. What its `ASKED` says is asked at each time."""
    with ExitStack() as stack:

        @cache
        def upgrade(version: str) -> Upgraded:
            landed = stack.enter_context(laid(version, bangfu))
            return upgraded_by_this(landed, request.module.ASKED[version])

        yield upgrade


@pytest.fixture
def upgraded(upgrades: Callable[[str], Upgraded], request: pytest.FixtureRequest) -> Upgraded:
    return upgrades(request.param)


def upgraded_by_this(landed: Landed, asked: Asked) -> Upgraded:
    for statement in asked.written:
        landed.ask(statement)
    before = answers(landed, asked.before, {})
    checked = landed.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    after = answers(landed, asked.after, before)
    sums = {day: landed.figures(day) for day in asked.days}
    in_the_end = answers(landed, asked.in_the_end, before | after)
    return Upgraded(landed.server, landed.bangfu, checked, before, after, sums, in_the_end)


def answers(landed: Landed, questions: tuple[Question, ...], told: Answers) -> Answers:
    return {one: landed.ask(one if isinstance(one, str) else one(told)) for one in questions}


def assert_like_a_fresh_one(upgraded: Upgraded) -> None:
    """In everything that the catalogue says; also when it is backed up and restored after that."""
    checked = upgraded.run("check", "guards")
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stdout
    with open_folder() as place:
        assert upgraded.run("backup", place / "later.dump").returncode == 0
        restored = upgraded.run("restore", place / "later.dump")
    assert restored.returncode == 0, restored.stderr
    assert "与程序声明的不同" not in restored.stderr
    checked = upgraded.run("check", "guards")
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stdout
