"""What was decided, moved and waited in databases of earlier versions stays so with this one."""

from __future__ import annotations

import pytest
from earlier import (
    BEFORE_INTERVALS,
    HELD,
    INTERVALS,
    KEPT_ANSWERS,
    RECOVERIES,
    SENT_BACK,
    SIZES,
    TALLIES,
    Landed,
)

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
TOLD = "select payer_bank, kind, word, meaning from rounds_bankword order by id"
ANSWERS = """
select file_name, round_id, first_id is null, payer_bank, sealed, kept_until, by_name
from rounds_waitinganswer order by id
"""
UNDONE = """
select t.reason, undone.reason, t.amount, t.reference from funds_transfer t
join funds_transfer undone on undone.id = t.about_id order by t.id
"""
PARAMETERS = (
    "select place, name, value from casework_caseparameter where place <> '000000' order by id"
)
WAITING = """
select r.reason, r.amount_fen, c.reason, c.amount_fen from funds_reversal r, rounds_recovery c
where not exists (select from funds_reversalanswer a where a.reversal_id = r.id)
"""
MEMBERS = """
select relation, held_until::text from registry_membership where household_id = 9 order by id
"""
CONFIRMED = "select looked_at, by_name from registry_accountconfirmation"
OWN_DAYS = """
select place, name, value, source from casework_caseparameter
where place <> '000000' and name like '%_days' order by id
"""
#: What came in of each claim, in fen.
CAME_IN = """
insert into rounds_claimend (household_id, round_id, recovery_id, outcome, amount_fen, reason, reference,
    day, by_user_id, by_name, system)
  select c.household_id, c.round_id, c.id, 'recovered', {fen}, '', 'x', date '2010-12-31',
    c.decided_by_id + 1000, 'x', c.system
  from rounds_recovery c
"""
COUNTED = """
select k.holds, a.amount_fen - k.amount_fen, exists (
    select from rounds_recovery c where c.award_id = a.id)
from rounds_needclaim k join rounds_award a on a.id = k.award_id
join rounds_round r on r.id = a.round_id where r.state <> 'cancelled' order by 3, 1
"""
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
    checked = landed.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert landed.ask(HELD) == before
    assert landed.ask(DECIDED) == decided
    marked = landed.ask("select distinct household_id from eligibility_mark order by 1")
    assert marked == households
    assert landed.ask("select state, done from jobs_job") == [("done", 9)]
    figures = landed.run("figures", "--on", "2010-11-14", "--by", "area").stdout
    assert figures.splitlines()[-1].startswith("合计,合计,12,24,10,")
    assert landed.ask("select count(*) from eligibility_mark") == [(0,)]


@pytest.mark.parametrize(
    ("landed", "persons"),
    [(SIZES, 24), (SENT_BACK, 24), (RECOVERIES, 23), (KEPT_ANSWERS, 23)],
    indirect=["landed"],
)
def test_what_is_decided_stays_decided(landed: Landed, persons: int):
    before, decided = landed.ask(HELD), landed.ask(DECIDED)
    checked = landed.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert landed.ask(HELD) == before
    figures = landed.run("figures", "--on", "2010-11-14", "--by", "area").stdout
    assert figures.splitlines()[-1] == f"合计,合计,12,{persons},10,0,0,0,0,0,2,0"
    assert landed.ask(DECIDED) == decided


@pytest.mark.parametrize("landed", [SENT_BACK], indirect=True)
def test_what_came_back_and_what_was_set_stays(landed: Landed):
    undone, parameters = landed.ask(UNDONE), landed.ask(PARAMETERS)
    assert [row[:2] for row in undone] == [("claim_back", "pay"), ("recovered", "claim_back")]
    assert parameters == [("440981", "review_months", 18)]
    assert landed.run("check").returncode == 0
    assert landed.ask(UNDONE) == undone
    assert landed.ask(PARAMETERS) == parameters


@pytest.mark.parametrize("landed", [RECOVERIES], indirect=True)
def test_what_waits_and_who_took_over_stays(landed: Landed):
    kept = [landed.ask(statement) for statement in (WAITING, MEMBERS, CONFIRMED)]
    assert kept == [
        [("多记二千元", 200_000, "重复享受", 100_000)],
        [("本人", "2010-11-09"), ("儿子", "2010-11-09"), ("本人", None)],
        [("passbook", "filer")],
    ]
    assert landed.run("check").returncode == 0
    assert [landed.ask(statement) for statement in (WAITING, MEMBERS, CONFIRMED)] == kept
    assert landed.ask(OWN_DAYS) == [("440981", "check_days", 7, "高工困〔2010〕3 号")]


@pytest.mark.parametrize("landed", [KEPT_ANSWERS], indirect=True)
def test_what_a_bank_says_and_its_answer_in_two_files_stay(landed: Landed):
    kept = landed.ask(TOLD), landed.ask(ANSWERS)
    assert kept[0] == [("高州农村信用社", "result", "已达账", "paid")]
    assert [row[:3] for row in kept[1]] == [("回单1.csv", 1, True), ("回单2.csv", 1, False)]
    assert landed.run("check").returncode == 0
    assert (landed.ask(TOLD), landed.ask(ANSWERS)) == kept


@pytest.mark.parametrize("landed", [RECOVERIES], indirect=True)
@pytest.mark.parametrize(("fen", "counted"), [(60_000, (True, 60_000)), (100_000, (False, 0))])
def test_what_had_been_recovered_counts_no_more(landed: Landed, fen, counted):
    """In part, what is left counts; in full, the place is free. Of others nothing changes."""
    landed.ask(CAME_IN.format(fen=fen))
    assert landed.run("check", "guards").returncode == 0
    *others, one = landed.ask(COUNTED)
    assert one == (*counted, True)
    assert others
    assert {row for row in others if row[0]} == {(True, 0, False)}
