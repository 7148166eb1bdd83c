"""Databases of the first version and of the oldest code that had another shape open with this one, with
everything that was in them, and become like a fresh one. What lies behind each name is in `earlier`;
what came between is in `test_what_upgrades_keep`.

One upgrade a database for all that is asked of it.
"""

from __future__ import annotations

import csv
import io

import pytest
from earlier import BEFORE_INTERVALS, FIRST, HELD, Asked, Upgraded, assert_like_a_fresh_one
from folders import open_folder

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
LIMITS = """
select place, step || '_days', days::int, valid_from, source, recorded_at from casework_steplimit order by id
"""
LIMITS_NOW = """
select place, name, value, valid_from, source, recorded_at from casework_caseparameter
where name in ('check_days', 'post_days', 'decide_days', 'answer_days', 'resubmit_days', 'review_days')
order by id
"""
FUTURE = "insert into django_migrations (app, name, applied) values ('registry', '0999_x', now())"
FORGET = "delete from django_migrations where name = '0999_x'"
STAMP = "select shobj_description(oid, 'pg_database') from pg_database where datname = 'bangfu'"
#: What was decided of each assessed day, and what is known of those days now, or was at a time.
A_ROW_A_DAY = """
select day, household_id, hardship_class, facts_id from eligibility_determination order by 1, 2
"""
KNOWN_OF_THEM = """
with known as (
  select household_id, holds_from, holds_until, hardship_class, facts_id, decided_at,
    timestamptz 'infinity' as known_until from eligibility_determination
  union all
  select household_id, holds_from, holds_until, hardship_class, facts_id, decided_at, known_until
    from eligibility_determinationpast)
select a.day, k.household_id, k.hardship_class, k.facts_id
from (values {days}) as a (day, household_id) join known k on k.household_id = a.household_id
  and k.holds_from <= a.day and a.day < k.holds_until
  and k.decided_at <= {at} and {at} < k.known_until
order by 1, 2
"""
NOW = "select clock_timestamp()"
UNKNOWN_STANDING = """
select count(*) from eligibility_determination d join registry_householdfacts f on f.id = d.facts_id
where standard_fen is not null and standard_id is null
"""
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
DUTIES = "select duty from casework_caseevent order by id"
ENABLED = """
select distinct tgenabled from pg_trigger
where not tgisinternal and tgrelid = 'casework_caseevent'::regclass
"""
#: Of each round: its state, the last event's, its events, and whether the doers are its own.
ROUND_EVENTS = """
select r.state, (array_agg(e.to_state order by e.id desc))[1],
       string_agg(concat_ws('>', nullif(e.from_state, ''), e.to_state), ' ' order by e.id),
       bool_and(e.by_user_id = case e.duty when 'rounds.plan' then r.planned_by_id
         when 'rounds.decide' then r.decided_by_id when 'rounds.release' then r.released_by_id
         else e.by_user_id end)
from rounds_round r join rounds_roundevent e on e.round_id = r.id group by r.id order by r.id
"""
DETERMINATIONS = "select count(*) from eligibility_determination"
MARKED = "select count(distinct household_id) from eligibility_mark"
MARKS = "select count(*) from eligibility_mark"


def known_now(told: dict) -> str:
    return _known(told, "clock_timestamp()")


def known_then(told: dict) -> str:
    """As it was known when the upgrade was just done."""
    return _known(told, f"timestamptz '{told[NOW][0][0]}'")


def _known(told: dict, at: str) -> str:
    days = ", ".join(f"(date '{day}', {household})" for day, household, *_ in told[A_ROW_A_DAY])
    return KNOWN_OF_THEM.format(days=days, at=at)


ASKED = {
    FIRST: Asked(
        written=(MOVED, UPHELD),
        before=(HELD, BROUGHT),
        after=(HELD, BROUGHT_NOW, OLD_NAMES, DUTIES, ROUND_EVENTS, ENABLED),
        days=("2010-10-31",),
    ),
    BEFORE_INTERVALS: Asked(
        before=(HELD, LIMITS, A_ROW_A_DAY),
        after=(HELD, LIMITS_NOW, known_now, NOW, DETERMINATIONS, MARKED),
        days=("2010-10-31", "2010-11-14"),
        in_the_end=(MARKS, UNKNOWN_STANDING, known_then),
    ),
}


@pytest.mark.parametrize("upgraded", [FIRST], indirect=True)
def test_opens_with_everything_in_it(upgraded: Upgraded):
    assert upgraded.checked.stderr.startswith("更新数据库结构")
    assert upgraded.after[HELD] == upgraded.before[HELD]
    assert upgraded.before[HELD][0][:4] == (11, 11, 7, 5)
    assert upgraded.sums["2010-10-31"] == "合计,合计,11,17,1,1,1,0,0,0,0,8"

    assert "更新数据库结构" not in upgraded.run("check", "money").stderr
    # A payment file holds every card number in clear: the vault opens as before.
    with open_folder() as place:
        paid = upgraded.run("pay", 1, "--export", place / "pay.csv", "--by", "releaser")
        assert paid.returncode == 0, paid.stderr
        text = (place / "pay.csv").read_text("utf-8-sig")
    assert sum("62284800000" in "".join(row) for row in csv.reader(io.StringIO(text))) == 5


@pytest.mark.parametrize("upgraded", [FIRST], indirect=True)
def test_imports_move_to_their_own_app_with_their_rows(upgraded: Upgraded):
    before = upgraded.before[BROUGHT]
    assert {source for _id, source, *_batch in before} == {"import", "page"}
    assert upgraded.after[BROUGHT_NOW] == before
    assert upgraded.after[OLD_NAMES] == []


@pytest.mark.parametrize("upgraded", [FIRST], indirect=True)
def test_what_happened_gets_its_duties_and_rounds_their_events(upgraded: Upgraded):
    assert [duty for (duty,) in upgraded.after[DUTIES]] == [
        "casework.submit", "casework.check", "casework.post", "casework.approve",
        "casework.answer_objection", "casework.return_posted", "casework.return",
        "casework.refuse",
    ]  # fmt: skip
    first, second = upgraded.after[ROUND_EVENTS]
    assert first == (
        "sent", "sent",
        "planned planned>decided decided>rostered rostered>released released>sent sent>sent", True,
    )  # fmt: skip
    assert second == ("rostered", "rostered", "planned planned>decided decided>rostered", True)
    assert upgraded.after[ENABLED] == [("A",)]


@pytest.mark.parametrize("upgraded", [BEFORE_INTERVALS], indirect=True)
def test_opens_with_what_came_later(upgraded: Upgraded):
    before, limits = upgraded.before[HELD], upgraded.before[LIMITS]
    assert upgraded.after[HELD] == before
    assert len(limits) == 5
    assert upgraded.after[LIMITS_NOW][: len(limits)] == limits
    assert before == [(12, 13, 5, 5, 12_100_000, 36, 52)]
    assert upgraded.sums["2010-11-14"].startswith("合计,合计,12,24,")


# the first had no day assessed
@pytest.mark.parametrize("upgraded", [BEFORE_INTERVALS], indirect=True)
def test_assessed_days_become_intervals_and_are_decided_anew(upgraded: Upgraded):
    days = upgraded.before[A_ROW_A_DAY]
    assert len(days) > 1
    assert upgraded.after[known_now] == days
    assert upgraded.after[MARKED] == upgraded.after[DETERMINATIONS]
    assert upgraded.sums["2010-10-31"]
    assert upgraded.in_the_end[MARKS] == [(0,)]
    # What stands on what is known now; what was known of those days is still told.
    assert upgraded.in_the_end[UNKNOWN_STANDING] == [(0,)]
    assert upgraded.in_the_end[known_then] == days


@pytest.mark.parametrize("upgraded", [FIRST], indirect=True)
def test_an_older_program_refuses_a_newer_database_untouched(upgraded: Upgraded):
    upgraded.ask(FUTURE)
    upgraded.ask("comment on database bangfu is 'bangfu of tomorrow'")
    for command in (["check"], ["up", "--port", "9"]):
        refused = upgraded.run(*command)
        assert refused.returncode == 1
        assert "数据库比程序新" in refused.stderr
        assert "registry.0999_x" in refused.stderr
    assert upgraded.ask(STAMP) == [("bangfu of tomorrow",)]
    upgraded.ask(FORGET)
    assert upgraded.run("check", "log").returncode == 0


@pytest.mark.parametrize("upgraded", [FIRST, BEFORE_INTERVALS], indirect=True)
def test_an_upgraded_database_is_like_a_fresh_one(upgraded: Upgraded):
    assert_like_a_fresh_one(upgraded)
