"""What was decided, moved and waited in databases of earlier versions stays so with this one; those
of `test_upgrade` begin it.

One upgrade a database for all that is asked of it. `BANGFU_LONG=1` backs each up and restores it
after that (`make long`).
"""

from __future__ import annotations

import pytest
from earlier import (
    APPOINTED,
    CAME_TWICE,
    DECLINED,
    HELD,
    INTERVALS,
    KEPT_ANSWERS,
    LONG,
    READ_ANEW,
    RECOVERIES,
    SENT_BACK,
    SIZES,
    TALLIES,
    TWO_HANDS,
    Asked,
    Landed,
    Upgraded,
    assert_like_a_fresh_one,
)

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
CLAIM_ENDS = "select outcome, amount_fen, reference from rounds_claimend order by id"
#: What came twice, in fen, and how many decisions there are of it.
SURPLUS = """
select (select sum(amount)::int from funds_transfer where reason = 'surplus'),
  (select count(*)::int from rounds_surplusdecision)
"""
BATCHES = "select state, reporting_day::text from intake_importbatch order by id"
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
APPOINTMENTS = """
select u.username, a.role, a.since::text, a.until from organisations_appointment a
join accounts_user u on u.id = a.user_id where a.by_user_id is not null order by a.id
"""
SECONDED = """
select u.username, a.role, a.needs_second, s.username from organisations_appointment a
join accounts_user u on u.id = a.user_id left join accounts_user s on s.id = a.seconded_by_user_id
where a.id > 11 order by a.id
"""
OFFERED = """
select f.code, role, t.code, since::text, until::text, answer from organisations_handover h
join organisations_union f on f.id = h.union_id join organisations_union t on t.id = h.to_union_id
"""
HOUSEHOLDS = "select id from registry_household order by 1"
MARKED = "select distinct household_id from eligibility_mark order by 1"
MARKS = "select count(*) from eligibility_mark"
JOBS = "select state, done from jobs_job"
DAY = "2010-11-14"


def kept(*statements: str) -> Asked:
    """What is asked of what was decided, before, after and when figures were told, and these beside."""
    asked = (HELD, DECIDED, *statements)
    return Asked(before=asked, after=(*asked, OWN_DAYS), days=(DAY,), in_the_end=(DECIDED,))


DECIDED_ANEW = Asked(
    before=(HELD, DECIDED, HOUSEHOLDS, MARKED),
    after=(HELD, DECIDED, MARKED, JOBS),
    days=(DAY,),
    in_the_end=(MARKS,),
)
ASKED = {
    INTERVALS: DECIDED_ANEW,
    TALLIES: DECIDED_ANEW,
    SIZES: kept(),
    SENT_BACK: kept(UNDONE, PARAMETERS),
    RECOVERIES: kept(WAITING, MEMBERS, CONFIRMED),
    KEPT_ANSWERS: kept(TOLD, ANSWERS),
    CAME_TWICE: kept(CLAIM_ENDS, SURPLUS),
    READ_ANEW: kept(BATCHES),
    APPOINTED: kept(APPOINTMENTS),
    TWO_HANDS: kept(SECONDED, OFFERED),
    DECLINED: kept(SECONDED, OFFERED),
}


@pytest.mark.parametrize(
    ("upgraded", "waiting"), [(INTERVALS, 1), (TALLIES, 0)], indirect=["upgraded"]
)
def test_intervals_stay_and_everything_is_decided_anew(upgraded: Upgraded, waiting: int):
    """Sizes are held against members since; what was decided stays until then."""
    before, after = upgraded.before, upgraded.after
    assert len(before[DECIDED]) > len(before[HOUSEHOLDS])
    assert len(before[MARKED]) == waiting
    assert after[HELD] == before[HELD]
    assert after[DECIDED] == before[DECIDED]
    assert after[MARKED] == before[HOUSEHOLDS]
    assert after[JOBS] == [("done", 9)]
    assert upgraded.sums[DAY].startswith("合计,合计,12,24,10,")
    assert upgraded.in_the_end[MARKS] == [(0,)]


@pytest.mark.parametrize(
    ("upgraded", "persons"),
    [
        *((SIZES, 24), (SENT_BACK, 24), (RECOVERIES, 23)),
        *((KEPT_ANSWERS, 23), (CAME_TWICE, 23), (READ_ANEW, 23)),
        *((APPOINTED, 23), (TWO_HANDS, 23), (DECLINED, 23)),
    ],
    indirect=["upgraded"],
)
def test_what_is_decided_stays_decided(upgraded: Upgraded, persons: int):
    assert upgraded.after[HELD] == upgraded.before[HELD]
    assert upgraded.sums[DAY] == f"合计,合计,12,{persons},10,0,0,0,0,0,2,0"
    assert upgraded.in_the_end[DECIDED] == upgraded.before[DECIDED]


@pytest.mark.parametrize("upgraded", [SENT_BACK], indirect=True)
def test_what_came_back_and_what_was_set_stays(upgraded: Upgraded):
    undone, parameters = upgraded.before[UNDONE], upgraded.before[PARAMETERS]
    assert [row[:2] for row in undone] == [("claim_back", "pay"), ("recovered", "claim_back")]
    assert parameters == [("440981", "review_months", 18)]
    assert upgraded.after[UNDONE] == undone
    assert upgraded.after[PARAMETERS] == parameters


@pytest.mark.parametrize("upgraded", [RECOVERIES], indirect=True)
def test_what_waits_and_who_took_over_stays(upgraded: Upgraded):
    about = (WAITING, MEMBERS, CONFIRMED)
    assert [upgraded.before[statement] for statement in about] == [
        [("多记二千元", 200_000, "重复享受", 100_000)],
        [("本人", "2010-11-09"), ("儿子", "2010-11-09"), ("本人", None)],
        [("passbook", "filer")],
    ]
    assert [upgraded.after[one] for one in about] == [upgraded.before[one] for one in about]
    assert upgraded.after[OWN_DAYS] == [("440981", "check_days", 7, "高工困〔2010〕3 号")]


@pytest.mark.parametrize("upgraded", [KEPT_ANSWERS], indirect=True)
def test_what_a_bank_says_and_its_answer_in_two_files_stay(upgraded: Upgraded):
    told, answers = upgraded.before[TOLD], upgraded.before[ANSWERS]
    assert told == [("高州农村信用社", "result", "已达账", "paid")]
    assert [row[:3] for row in answers] == [("回单1.csv", 1, True), ("回单2.csv", 1, False)]
    assert (upgraded.after[TOLD], upgraded.after[ANSWERS]) == (told, answers)


@pytest.mark.parametrize("upgraded", [CAME_TWICE], indirect=True)
def test_what_came_twice_still_waits_for_a_decision(upgraded: Upgraded):
    ends, surplus = upgraded.before[CLAIM_ENDS], upgraded.before[SURPLUS]
    assert ends == [("recovered", 60_000, "进账 88"), ("sent_back", 40_000, "BF000001-000001-1")]
    assert surplus == [(60_000, 0)]
    assert (upgraded.after[CLAIM_ENDS], upgraded.after[SURPLUS]) == (ends, surplus)


@pytest.mark.parametrize("upgraded", [READ_ANEW], indirect=True)
def test_an_import_whose_day_was_corrected_still_waits_to_be_read(upgraded: Upgraded):
    batches = upgraded.before[BATCHES]
    assert batches[-1] == ("waiting", "2010-11-13")
    assert upgraded.after[BATCHES] == batches


@pytest.mark.parametrize("upgraded", [APPOINTED], indirect=True)
def test_whom_one_administrator_appointed_is_still_appointed(upgraded: Upgraded):
    appointed = upgraded.before[APPOINTMENTS]
    assert appointed == [
        ("gaozhou-approver", "approver", "2010-11-14", None),
        ("gaozhou-releaser", "releaser", "2010-12-01", None),
    ]
    assert upgraded.after[APPOINTMENTS] == appointed


@pytest.mark.parametrize(
    ("upgraded", "approver_by", "proposed", "answer"),
    [
        (TWO_HANDS, None, [], ""),
        (DECLINED, "admin2", [("huazhou-fund", "releaser", True, None)], "declined"),
    ],
    indirect=["upgraded"],
)
def test_who_seconded_and_what_is_offered_stays(upgraded: Upgraded, approver_by, proposed, answer):
    seconded, offered = upgraded.before[SECONDED], upgraded.before[OFFERED]
    assert seconded == [
        ("admin2", "administrator", False, None),
        ("huazhou-approver", "approver", True, approver_by),
        ("huazhou-fund", "fund_officer", True, "admin2"),
        *proposed,
    ]
    assert offered == [("G", "releaser", "C", "2010-11-14", "2010-12-31", answer)]
    assert (upgraded.after[SECONDED], upgraded.after[OFFERED]) == (seconded, offered)


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


@pytest.mark.parametrize(
    "upgraded",
    [
        DECLINED,
        *([INTERVALS, TALLIES, SIZES, SENT_BACK, RECOVERIES] if LONG else []),
        *([KEPT_ANSWERS, CAME_TWICE, READ_ANEW, APPOINTED, TWO_HANDS] if LONG else []),
    ],
    indirect=True,
)
def test_an_upgraded_database_is_like_a_fresh_one(upgraded: Upgraded):
    """Each is at the end of its first check, which compares the whole catalogue; here also after that."""
    assert_like_a_fresh_one(upgraded)
