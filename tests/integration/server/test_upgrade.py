"""Databases of earlier versions open with this one, with everything that was in them.

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
a county has a parameter of its own.
The keys beside them open nothing else.
"""

from __future__ import annotations

import csv
import io
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
FIRST, BEFORE_INTERVALS, INTERVALS, TALLIES, SIZES, SENT_BACK = (
    "0.1.0", "6add9b2", "423f7cc", "e10f100", "7142cda", "7df684e"
)  # fmt: skip
HELD = """
select (select count(*) from registry_household), (select count(*) from registry_householdfacts),
       (select count(*) from casework_case where state = 'approved'),
       (select count(*) from rounds_payment), (select sum(amount) from funds_transfer),
       (select count(*) from vault_secret), (select count(*) from audit_entry)
"""
#: Who brought each version: then the batch's own number, now the source and its number.
BROUGHT = """
select f.id, case when b.id is null then 'page' else 'import' end, b.id, b.counts::text
from registry_householdfacts f left join registry_importbatch b on b.id = f.batch_id order by f.id
"""
BROUGHT_NOW = """
select f.id, f.source, b.id, b.counts::text
from registry_householdfacts f left join intake_importbatch b on b.id = f.source_id order by f.id
"""
OLD_NAMES = """
select conname from pg_constraint where conname like 'registry%batch%' or conname like 'registry%staged%'
union all
select relname from pg_class where relname like 'registry%batch%' or relname like 'registry%staged%'
union all
select proname from pg_proc where proname like 'registry%batch%' or proname like 'registry%staged%'
union all
select model from django_content_type where app_label = 'registry' and model ~ 'batch|staged|upload'
"""
GRANT = """
grant select, insert, update, delete on all tables in schema public to bangfu;
grant usage, select on all sequences in schema public to bangfu
"""
#: What was decided of each assessed day, and what is known of those days now.
KEEP_A_ROW_A_DAY = """
create table asked as select day, household_id, hardship_class, facts_id
  from eligibility_determination
"""
KNOWN_OF_THEM = """
with known as (
  select household_id, holds_from, holds_until, hardship_class, facts_id, decided_at,
    timestamptz 'infinity' as known_until from eligibility_determination
  union all
  select household_id, holds_from, holds_until, hardship_class, facts_id, decided_at, known_until
    from eligibility_determinationpast)
select a.day, k.household_id, k.hardship_class, k.facts_id
from asked a join known k on k.household_id = a.household_id
  and k.holds_from <= a.day and a.day < k.holds_until
  and k.decided_at <= clock_timestamp() and clock_timestamp() < k.known_until
order by 1, 2
"""
UNKNOWN_STANDING = """
select count(*) from eligibility_determination d join registry_householdfacts f on f.id = d.facts_id
where standard_fen is not null and standard_id is null
"""
FUTURE = "insert into django_migrations (app, name, applied) values ('registry', '0999_x', now())"
FORGET = "delete from django_migrations where name = '0999_x'"
STAMP = "select shobj_description(oid, 'pg_database') from pg_database where datname = 'bangfu'"


#: The landed version's cases have no events; these are as that version wrote them. The second case
#: went back because an objection was upheld, which its log tells.
MOVED = """
with cases as (select id, household_id, row_number() over (order by id) n from casework_case)
insert into casework_caseevent
  (household_id, case_id, from_state, to_state, day, by_user_id, by_name, reason, system)
select c.household_id, c.id, m.from_state, m.to_state, '2010-10-31', 1, 'x', '', ''
from cases c join (values
  (1, 1, '', 'submitted'), (1, 2, 'submitted', 'checked'), (1, 3, 'checked', 'posted'),
  (1, 4, 'posted', 'approved'), (2, 5, 'posted', 'returned'), (3, 6, 'posted', 'returned'),
  (4, 7, 'checked', 'returned'), (5, 8, 'posted', 'refused')
) m (n, place, from_state, to_state) on m.n = c.n order by m.place
"""
UPHELD = """
insert into audit_entry (actor, role, action, subject_kind, subject, detail)
select 'x', 'reviewer', 'casework.uphold', 'case', id::text, '{}'
from casework_case order by id limit 1 offset 1
"""
#: All that was decided, now and before, as it was said.
DECIDED = """
select household_id, holds_from, holds_until, decided_at, hardship_class, facts_id, size, income_fen,
  null::timestamptz as known_until from eligibility_determination
union all
select household_id, holds_from, holds_until, decided_at, hardship_class, facts_id, size, income_fen,
  known_until from eligibility_determinationpast
order by 1, 2, 4
"""
UNDONE = """
select t.reason, undone.reason, t.amount, t.reference from funds_transfer t
join funds_transfer undone on undone.id = t.about_id order by t.id
"""
PARAMETERS = (
    "select place, name, value from casework_caseparameter where place <> '000000' order by id"
)
DUTIES = "select duty from casework_caseevent order by id"
#: Of each round: its state, the last event's, its events, and whether the doers are its own.
ROUND_EVENTS = """
select r.state, (array_agg(e.to_state order by e.id desc))[1],
       string_agg(concat_ws('>', nullif(e.from_state, ''), e.to_state), ' ' order by e.id),
       bool_and(e.by_user_id = case e.duty when 'rounds.plan' then r.planned_by_id
         when 'rounds.decide' then r.decided_by_id when 'rounds.release' then r.released_by_id
         else e.by_user_id end)
from rounds_round r join rounds_roundevent e on e.round_id = r.id group by r.id order by r.id
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
            found = connection.execute(statement)
            return found.fetchall() if found.description else []


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


def test_opens_with_everything_in_it(landed: Landed, place: Path):
    before = landed.ask(HELD)
    found = landed.run("check")
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stderr.startswith("更新数据库结构")
    assert landed.ask(HELD) == before
    assert before[0][:4] == (11, 11, 7, 5)

    assert "更新数据库结构" not in landed.run("check", "money").stderr
    figures = landed.run("figures", "--on", "2010-10-31", "--by", "area").stdout
    assert figures.splitlines()[-1] == "合计,合计,11,17,1,1,1,0,0,0,0,8"
    # A payment file holds every card number in clear: the vault opens as before.
    paid = landed.run("pay", 1, "--export", place / "pay.csv", "--by", "planner")
    assert paid.returncode == 0, paid.stderr
    text = (place / "pay.csv").read_text("utf-8-sig")
    assert sum("62284800000" in "".join(row) for row in csv.reader(io.StringIO(text))) == 5


def test_imports_move_to_their_own_app_with_their_rows(landed: Landed):
    before = landed.ask(BROUGHT)
    assert {source for _id, source, *_batch in before} == {"import", "page"}
    assert landed.run("check", "log").returncode == 0
    assert landed.ask(BROUGHT_NOW) == before
    assert landed.ask(OLD_NAMES) == []


def test_what_happened_gets_its_duties_and_rounds_their_events(landed: Landed):
    landed.ask(MOVED)
    landed.ask(UPHELD)
    assert landed.run("check", "log").returncode == 0
    assert [duty for (duty,) in landed.ask(DUTIES)] == [
        "casework.submit", "casework.check", "casework.post", "casework.approve",
        "casework.answer_objection", "casework.return_posted", "casework.return",
        "casework.refuse",
    ]  # fmt: skip
    first, second = landed.ask(ROUND_EVENTS)
    assert first == (
        "sent", "sent",
        "planned planned>decided decided>rostered rostered>released released>sent sent>sent", True,
    )  # fmt: skip
    assert second == ("rostered", "rostered", "planned planned>decided decided>rostered", True)
    assert landed.ask("select distinct tgenabled from pg_trigger where not tgisinternal"
                      " and tgrelid = 'casework_caseevent'::regclass") == [("A",)]  # fmt: skip


@pytest.mark.parametrize("landed", [BEFORE_INTERVALS], indirect=True)
def test_opens_with_what_came_later(landed: Landed):
    before = landed.ask(HELD)
    found = landed.run("check")
    assert found.returncode == 0, found.stdout + found.stderr
    assert landed.ask(HELD) == before
    assert before == [(12, 13, 5, 5, 12_100_000, 36, 52)]
    figures = landed.run("figures", "--on", "2010-11-14", "--by", "area").stdout
    assert figures.splitlines()[-1].startswith("合计,合计,12,24,")


@pytest.mark.parametrize(
    "landed", [BEFORE_INTERVALS], indirect=True
)  # the first had no day assessed
def test_assessed_days_become_intervals_and_are_decided_anew(landed: Landed):
    landed.ask(KEEP_A_ROW_A_DAY)
    days = landed.ask("select * from asked order by 1, 2")
    assert len(days) > 1
    assert landed.run("check", "log").returncode == 0
    assert landed.ask(KNOWN_OF_THEM) == days
    (known,) = landed.ask("select clock_timestamp()")
    rows = landed.ask("select count(*) from eligibility_determination")
    assert landed.ask("select count(distinct household_id) from eligibility_mark") == rows
    assert landed.run("figures", "--on", "2010-10-31", "--by", "area").returncode == 0
    assert landed.ask("select count(*) from eligibility_mark") == [(0,)]
    # What stands on what is known now; what was known of those days is still told.
    assert landed.ask(UNKNOWN_STANDING) == [(0,)]
    assert landed.ask(KNOWN_OF_THEM.replace("clock_timestamp()", f"'{known[0]}'")) == days


@pytest.mark.parametrize(("landed", "waiting"), [(INTERVALS, 1), (TALLIES, 0)], indirect=["landed"])
def test_intervals_stay_and_everything_is_decided_anew(landed: Landed, waiting: int):
    """Sizes are held against members since; what was decided stays until then."""
    before, decided = landed.ask(HELD), landed.ask(DECIDED)
    households = landed.ask("select id from registry_household order by 1")
    assert len(decided) > len(households)
    assert len(landed.ask("select household_id from eligibility_mark")) == waiting
    found = landed.run("check")
    assert found.returncode == 0, found.stdout + found.stderr
    assert landed.ask(HELD) == before
    assert landed.ask(DECIDED) == decided
    marked = landed.ask("select distinct household_id from eligibility_mark order by 1")
    assert marked == households
    assert landed.ask("select state, done from jobs_job") == [("done", 9)]
    figures = landed.run("figures", "--on", "2010-11-14", "--by", "area").stdout
    assert figures.splitlines()[-1].startswith("合计,合计,12,24,10,")
    assert landed.ask("select count(*) from eligibility_mark") == [(0,)]


@pytest.mark.parametrize("landed", [SIZES, SENT_BACK], indirect=True)
def test_what_is_decided_stays_decided(landed: Landed):
    before, decided = landed.ask(HELD), landed.ask(DECIDED)
    checked = landed.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert landed.ask(HELD) == before
    figures = landed.run("figures", "--on", "2010-11-14", "--by", "area").stdout
    assert figures.splitlines()[-1] == "合计,合计,12,24,10,0,0,0,0,0,2,0"
    assert landed.ask(DECIDED) == decided


@pytest.mark.parametrize("landed", [SENT_BACK], indirect=True)
def test_what_came_back_and_what_was_set_stays(landed: Landed):
    undone, parameters = landed.ask(UNDONE), landed.ask(PARAMETERS)
    assert [row[:2] for row in undone] == [("claim_back", "pay"), ("recovered", "claim_back")]
    assert parameters == [("440981", "review_months", 18)]
    assert landed.run("check").returncode == 0
    assert landed.ask(UNDONE) == undone
    assert landed.ask(PARAMETERS) == parameters


@pytest.mark.parametrize(
    "landed", [FIRST, BEFORE_INTERVALS, INTERVALS, TALLIES, SIZES, SENT_BACK], indirect=True
)
def test_an_upgraded_database_is_like_a_fresh_one(landed: Landed, place: Path):
    """In everything that the catalogue says; also when it is backed up and restored after that."""
    found = landed.run("check", "guards")
    assert (found.returncode, found.stdout) == (0, ""), found.stdout
    assert landed.run("backup", place / "later.dump").returncode == 0
    restored = landed.run("restore", place / "later.dump")
    assert restored.returncode == 0, restored.stderr
    assert "与程序声明的不同" not in restored.stderr
    found = landed.run("check", "guards")
    assert (found.returncode, found.stdout) == (0, ""), found.stdout


def test_an_older_program_refuses_a_newer_database_untouched(landed: Landed):
    assert landed.run("check", "log").returncode == 0
    landed.ask(FUTURE)
    landed.ask("comment on database bangfu is 'bangfu of tomorrow'")
    for command in (["check"], ["up", "--port", "9"]):
        refused = landed.run(*command)
        assert refused.returncode == 1
        assert "数据库比程序新" in refused.stderr
        assert "registry.0999_x" in refused.stderr
    assert landed.ask(STAMP) == [("bangfu of tomorrow",)]
    landed.ask(FORGET)
    assert landed.run("check", "log").returncode == 0
