"""What is asked of cases, rounds, money and officers beside their events and the log, in plain SQL.

Each asks for what disagrees, of what came since the version that brought these questions: what earlier
ones wrote, the log did not tell in all figures. Each names the kind of subject that it asks the log of:
an index finds those lines, and without it each question would read the whole log.
"""

from __future__ import annotations

SINCE = "(select min(applied) from django_migrations where name = '0020_records_compared')"
#: Of the log: since then, and not about a case or a round of before.
OF_CASES = f"""e.at >= {SINCE} and not exists (
    select from casework_case o where o.id::text = e.subject and o.created_at < {SINCE})"""
OF_ROUNDS = f"""e.at >= {SINCE} and not exists (
    select from rounds_round o where o.id::text = e.subject and o.created_at < {SINCE})"""
CASES = f"select * from casework_case where created_at >= {SINCE}"
ROUNDS = f"select * from rounds_round where created_at >= {SINCE}"

# Every step of a thing follows the one before, and it stands where the last one led.
CASE_WAY = f"""
with way as (
  select e.case_id, bool_and(e.from_state = e.before) as linked,
    (array_agg(e.to_state order by e.id desc))[1] as stands
  from (select id, case_id, from_state, to_state,
          lag(to_state, 1, '') over (partition by case_id order by id) as before
        from casework_caseevent) e group by e.case_id)
select h.file_no from ({CASES}) c join registry_household h on h.id = c.household_id
left join way w on w.case_id = c.id where (w.linked and w.stands = c.state) is not true order by 1
"""
ROUND_WAY = f"""
with way as (
  select e.round_id, bool_and(e.from_state = e.before) as linked,
    (array_agg(e.to_state order by e.id desc))[1] as stands
  from (select id, round_id, from_state, to_state,
          lag(to_state, 1, '') over (partition by round_id order by id) as before
        from rounds_roundevent) e group by e.round_id)
select r.id from ({ROUNDS}) r
left join way w on w.round_id = r.id where (w.linked and w.stands = r.state) is not true order by 1
"""
# Who did a step, and when, is who and when its event says; a notice runs as its posting says.
CASE_DECIDERS = f"""
select distinct h.file_no from ({CASES}) c
join registry_household h on h.id = c.household_id
join casework_caseevent e on e.case_id = c.id and e.from_state <> e.to_state
left join notices_notice n on n.id = c.notice_id
where e.by_user_id is distinct from case e.to_state
    when 'submitted' then c.submitted_by_id when 'checked' then c.checked_by_id
    when 'posted' then c.posted_by_id when 'approved' then c.decided_by_id
    when 'refused' then c.decided_by_id else e.by_user_id end
  or e.to_state in ('approved', 'refused') and e.day is distinct from c.decided_on
order by 1
"""
NOTICES = f"""
select distinct n.number from notices_notice n
left join casework_case c on c.notice_id = n.id
left join casework_caseevent e on e.case_id = c.id and e.to_state = 'posted'
where n.created_at >= {SINCE} and (c.id is not null and (n.posted_on, n.ends_on, n.by_user_id)
    is distinct from (e.day, c.posting_ends_on, e.by_user_id)
  or n.kind = 'determination'
    and jsonb_array_length(n.entries) <> (select count(*) from casework_case x where x.notice_id = n.id))
order by 1
"""
ROUND_DECIDERS = f"""
select distinct r.id from ({ROUNDS}) r
join rounds_roundevent e on e.round_id = r.id and e.from_state <> e.to_state
where e.by_user_id is distinct from case
    when e.to_state = 'planned' then r.planned_by_id when e.to_state = 'decided' then r.decided_by_id
    when e.to_state = 'released' and e.from_state = 'rostered' then r.released_by_id
    else e.by_user_id end
order by 1
"""
# What a case was submitted on is what was determined then, as it is known or was known.
CASE_BASIS = f"""
with said as (
  select decision, household_id, hardship_class, facts_id, income_fen, essential_fen, size, standard_fen
  from eligibility_determination
  union all
  select determination_id, household_id, hardship_class, facts_id, income_fen, essential_fen, size,
    standard_fen
  from eligibility_determinationpast)
select h.file_no from ({CASES}) c join registry_household h on h.id = c.household_id
where c.determination_id is not null and not exists (
  select from said s where s.decision = c.determination_id and s.household_id = c.household_id
    and (s.hardship_class, s.facts_id, s.income_fen, s.essential_fen, s.size, s.standard_fen)
        is not distinct from
        (c.hardship_class, c.facts_id, c.income_fen, c.essential_fen, c.size, c.standard_fen))
order by 1
"""
# As often as somebody did something to a case, the log tells of it, and the other way round.
CASE_TOLD = f"""
with told as (
  select e.subject::bigint as case_id, e.user_id, w.to_state, count(*) as times
  from audit_entry e
  join (values ('casework.submit', 'submitted'), ('casework.check', 'checked'), ('casework.post', 'posted'),
    ('casework.approve', 'approved'), ('casework.refuse', 'refused'), ('casework.return', 'returned'),
    ('casework.uphold', 'returned'), ('casework.propose', 'approved'), ('casework.adjust', 'approved'))
    w(action, to_state) on w.action = e.action
  where e.subject_kind = 'case' and e.subject ~ '^[0-9]+$' and {OF_CASES} group by 1, 2, 3),
happened as (
  select case_id, by_user_id as user_id, to_state, count(*) as times
  from casework_caseevent where case_id in (select id from ({CASES}) c) group by 1, 2, 3)
select distinct coalesce(h.case_id, t.case_id) from happened h
full join told t on t.case_id = h.case_id and t.user_id is not distinct from h.user_id
  and t.to_state = h.to_state
where h.times is distinct from t.times order by 1
"""
ROUND_TOLD = f"""
with happened as (
  select round_id, by_user_id as user_id, duty, count(*) as times from rounds_roundevent
  where round_id in (select id from ({ROUNDS}) r) group by 1, 2, 3),
told as (
  select case e.subject_kind when 'round' then e.subject::bigint else a.round_id end as round_id,
    e.user_id, e.action as duty, count(*) as times
  from audit_entry e left join rounds_award a on e.subject_kind = 'award' and a.id::text = e.subject
  where e.subject_kind in ('round', 'award') and e.subject ~ '^[0-9]+$'
    and e.action in (select duty from rounds_roundevent) and e.at >= {SINCE}
    and case e.subject_kind when 'round' then e.subject::bigint else a.round_id end
        not in (select o.id from rounds_round o where o.created_at < {SINCE}) group by 1, 2, 3)
select distinct coalesce(h.round_id, t.round_id) from happened h
full join told t on t.round_id = h.round_id and t.user_id is not distinct from h.user_id
  and t.duty = h.duty
where h.times is distinct from t.times order by 1
"""
# An adjusted class stands on its event, by the one who decided it.
ADJUSTED = f"""
select h.file_no from casework_caseevent e join registry_household h on h.id = e.household_id
where e.duty = 'casework.adjust' and e.case_id in (select id from ({CASES}) c) and not exists (
  select from casework_classchange x where x.case_id = e.case_id and x.holds_from = e.day
    and x.decided_by_id = e.by_user_id) order by 1
"""
OBJECTIONS = f"""
with told as (
  select e.subject::bigint as case_id, (e.detail ->> 'objection')::bigint as id,
    max(e.user_id) filter (where e.action = 'casework.object') as by_user,
    max(e.user_id) filter (where e.action = 'casework.answer_objection') as answered_by,
    max(e.detail ->> 'outcome') as outcome
  from audit_entry e
  where e.subject_kind = 'case' and e.action in ('casework.object', 'casework.answer_objection')
    and e.detail ? 'objection' and {OF_CASES}
  group by 1, 2)
select coalesce(o.case_id, t.case_id) from (
  select * from casework_objection where case_id in (select id from ({CASES}) c)) o
full join told t on t.id = o.id
where (o.case_id, o.received_by_id, o.answered_by_id, nullif(o.outcome, ''))
  is distinct from (t.case_id, t.by_user, t.answered_by, t.outcome) order by 1
"""
# What was told of a roster, a decision, releases: figures of then against rows of now.
ROSTERS = f"""
select r.id from ({ROUNDS}) r
left join (select round_id, count(*) as awards, sum(amount_fen) as fen from rounds_award group by 1) a
  on a.round_id = r.id
left join (select round_id, count(*) as payments, sum(amount_fen) as fen from rounds_payment group by 1) p
  on p.round_id = r.id
left join lateral (
  select max((e.detail ->> 'awards')::bigint) filter (where e.action = 'rounds.lock_roster') as awards,
    max((e.detail ->> 'total_fen')::bigint) filter (where e.action = 'rounds.lock_roster') as fen,
    max((e.detail ->> 'total_fen')::bigint) filter (where e.action = 'rounds.decide') as decided,
    sum((e.detail ->> 'count')::bigint) filter (where e.action = 'rounds.release') as payments,
    sum((e.detail ->> 'total_fen')::bigint) filter (where e.action = 'rounds.release') as paid
  from audit_entry e where e.subject_kind = 'round' and e.subject = r.id::text) told on true
where told.awards is distinct from a.awards or told.fen is distinct from a.fen
  or told.decided is distinct from r.decided_total_fen
  or told.payments is distinct from p.payments or told.paid is distinct from p.fen
order by 1
"""
PAYMENT_FILES = f"""
with told as (
  select e.subject::bigint as round_id, e.detail ->> 'file' as number, (e.detail ->> 'count')::bigint as count,
    (e.detail ->> 'total_fen')::bigint as fen
  from audit_entry e
  where e.subject_kind = 'round' and e.action = 'rounds.send' and e.detail ? 'file' and {OF_ROUNDS})
select coalesce(f.number, t.number) from (
  select * from rounds_paymentfile where round_id in (select id from ({ROUNDS}) r)) f
full join told t on t.number = f.number
where (f.round_id, f.count::bigint, f.total_fen) is distinct from (t.round_id, t.count, t.fen) order by 1
"""
# An answer as it was taken in, and all of a round's answers against what they say was paid and came back.
ANSWERS = f"""
with told as (
  select e.subject::bigint as round_id, (e.detail ->> 'answer')::bigint as id,
    (e.detail ->> 'paid')::bigint as paid, (e.detail ->> 'paid_fen')::bigint as paid_fen,
    (e.detail ->> 'returned')::bigint as returned, (e.detail ->> 'returned_fen')::bigint as returned_fen
  from audit_entry e
  where e.subject_kind = 'round' and e.action = 'rounds.take_answer' and e.detail ? 'answer' and {OF_ROUNDS})
select distinct coalesce(b.round_id, t.round_id) from (
  select * from rounds_bankanswer where round_id in (select id from ({ROUNDS}) r)) b
full join told t on t.id = b.id
where (b.round_id, b.paid_count::bigint, b.paid_fen, b.returned_count::bigint, b.returned_fen)
  is distinct from (t.round_id, t.paid, t.paid_fen, t.returned, t.returned_fen) order by 1
"""
ANSWERED = f"""
select r.id from ({ROUNDS}) r
left join (select round_id, sum(paid_count) as paid, sum(paid_fen) as paid_fen,
             sum(returned_count) as back, sum(returned_fen) as back_fen
           from rounds_bankanswer group by 1) a on a.round_id = r.id
left join (select p.round_id, count(y.id) as paid, sum(p.amount_fen) filter (where y.id is not null) as paid_fen,
             count(*) filter (where p.state in ('returned', 'closed')) as back,
             sum(p.amount_fen) filter (where p.state in ('returned', 'closed')) as back_fen
           from rounds_payment p left join funds_movements() y on y.idem = 'pay:' || p.reference
           group by 1) p on p.round_id = r.id
where (coalesce(a.paid, 0), coalesce(a.paid_fen, 0), coalesce(a.back, 0), coalesce(a.back_fen, 0))
  is distinct from
  (coalesce(p.paid, 0), coalesce(p.paid_fen, 0), coalesce(p.back, 0), coalesce(p.back_fen, 0))
order by 1
"""
# Receipts are those that the log tells of; so are reversals, funds and what they may be used for.
RECEIPTS = f"""
with told as (
  select e.subject::bigint as fund_id, (e.detail ->> 'amount_fen')::bigint as amount,
    (e.detail ->> 'day')::date as day, count(*) as times
  from audit_entry e
  where e.subject_kind = 'fund' and e.action = 'funds.receive' and e.at >= {SINCE} group by 1, 2, 3),
booked as (
  select fund_id, amount, day, count(*) as times from funds_movements()
  where reason = 'receive' and at >= {SINCE}
  group by 1, 2, 3)
select distinct coalesce(b.fund_id, t.fund_id) from booked b
full join told t on (t.fund_id, t.amount, t.day) = (b.fund_id, b.amount, b.day)
where b.times is distinct from t.times order by 1
"""
REVERSALS = f"""
with told as (
  select (e.detail ->> 'reversal')::bigint as id, e.subject::bigint as fund_id,
    max((e.detail ->> 'amount_fen')::bigint) as fen,
    max(e.user_id) filter (where e.action = 'funds.propose_reversal') as by_user,
    max(e.detail ->> 'outcome') as outcome
  from audit_entry e
  where e.subject_kind = 'fund' and e.action in ('funds.propose_reversal', 'funds.reverse')
    and e.at >= {SINCE}
    and (e.detail ->> 'reversal')::bigint not in (select o.id from funds_reversal o where o.at < {SINCE})
  group by 1, 2)
select distinct coalesce(r.fund_id, t.fund_id) from (
  select * from funds_reversal where at >= {SINCE}) r
left join funds_reversalanswer a on a.reversal_id = r.id full join told t on t.id = r.id
where (r.fund_id, r.amount_fen, r.proposed_by_id, a.outcome)
  is distinct from (t.fund_id, t.fen, t.by_user, t.outcome) order by 1
"""
FUNDS = f"""
select f.name from funds_fund f join programmes_programme p on p.id = f.programme_id
left join audit_entry e
  on e.subject_kind = 'fund' and e.subject = f.id::text and e.action = 'funds.open'
where e.id is null and f.id >= (
    select min(o.subject::bigint) from audit_entry o
    where o.subject_kind = 'fund' and o.action = 'funds.open' and o.at >= {SINCE})
  or (e.detail ->> 'programme', e.detail ->> 'source', e.detail ->> 'area')
    is distinct from (p.code, f.source, f.area_code)
  or e.detail ? 'classes' and e.detail -> 'classes' <> f.classes
order by 1
"""
RECOVERIES = f"""
with told as (
  select (e.detail ->> 'recovery')::bigint as id, e.subject::bigint as award_id, e.user_id,
    (e.detail ->> 'amount_fen')::bigint as fen
  from audit_entry e
  where e.subject_kind = 'award' and e.action = 'rounds.recover' and e.detail ? 'recovery'
    and e.at >= {SINCE}
    and (e.detail ->> 'recovery')::bigint not in (select o.id from rounds_recovery o where o.at < {SINCE}))
select coalesce(c.award_id, t.award_id) from (
  select * from rounds_recovery where at >= {SINCE}) c full join told t on t.id = c.id
where (c.award_id, c.decided_by_id, c.amount_fen) is distinct from (t.award_id, t.user_id, t.fen)
order by 1
"""
# Nobody holds a role that the log does not tell of, nor longer than it tells.
APPOINTMENTS = f"""
select distinct u.username from organisations_appointment a
join accounts_user u on u.id = a.user_id join organisations_union o on o.id = a.union_id
left join audit_entry e on e.subject_kind = 'appointment' and e.subject = a.id::text
  and e.action = 'organisations.appoint'
left join audit_entry s on s.subject_kind = 'appointment' and s.subject = a.id::text
  and s.action = 'organisations.second_appointment'
left join lateral (
  select x.action, x.detail from audit_entry x where x.subject_kind = 'appointment' and x.subject = a.id::text
    and x.action in ('organisations.end_appointment', 'organisations.withdraw_appointment')
  order by x.id desc limit 1) ended on true
where a.id >= (select min(o.subject::bigint) from audit_entry o
    where o.subject_kind = 'appointment' and o.action = 'organisations.appoint' and o.at >= {SINCE})
  and (e.id is null
  or (e.detail ->> 'user', e.detail ->> 'union', e.detail ->> 'role', (e.detail ->> 'since')::date)
     is distinct from (u.username, o.code, a.role, a.since)
  or a.seconded_by_user_id is distinct from s.user_id or a.needs_second <> (e.detail ? 'needs_second')
  or a.until is distinct from coalesce(case ended.action
       when 'organisations.end_appointment' then (ended.detail ->> 'until')::date
       when 'organisations.withdraw_appointment' then a.since - 1 end, (e.detail ->> 'until')::date))
order by 1
"""
USERS = f"""
select u.username from accounts_user u
left join lateral (
  select e.action from audit_entry e where e.subject_kind = 'user' and e.subject = u.id::text
    and e.action in ('accounts.disable', 'accounts.enable') order by e.id desc limit 1) last on true
where (u.created_at >= {SINCE} or last.action is not null)
  and u.is_active = (coalesce(last.action, 'accounts.enable') = 'accounts.disable') order by 1
"""
# What was set for a place, from which day on; what is shipped (000000) nobody set.
PARAMETERS = f"""
with told as (
  select e.action, e.subject, e.detail ->> 'parameter' as name, (e.detail ->> 'value')::bigint as value,
    (e.detail ->> 'valid_from')::date as valid_from, e.detail ->> 'rule_set' as rule_set,
    e.detail ->> 'name' as programmes_name, e.detail ->> 'place' as place,
    coalesce(e.detail ->> 'amount_fen', e.detail ->> 'month', e.detail ->> 'times')::bigint as fen
  from audit_entry e
  where e.subject_kind in ('place', 'programme')
    and e.action in ('casework.set_parameter', 'programmes.add_parameter', 'eligibility.adopt'))
select p.place from casework_caseparameter p
where p.place <> '000000' and p.recorded_at >= {SINCE} and not exists (
  select from told t where t.action = 'casework.set_parameter'
    and (t.subject, t.name, t.value, t.valid_from) = (p.place, p.name, p.value, p.valid_from))
union
select p.place from programmes_programmeparameter p join programmes_programme g on g.id = p.programme_id
where p.recorded_at >= {SINCE} and exists (
  select from told t where t.action = 'programmes.add_parameter' and t.subject = g.code
    and (t.programmes_name, t.place) = (p.name, p.place)) and not exists (
  select from told t where t.action = 'programmes.add_parameter' and t.subject = g.code
    and (t.programmes_name, t.place, t.fen, t.valid_from) = (p.name, p.place, p.value, p.valid_from))
union
select p.place from eligibility_ruleadoption p where p.recorded_at >= {SINCE} and not exists (
  select from told t where t.action = 'eligibility.adopt'
    and (t.subject, t.rule_set, t.valid_from) = (p.place, p.rule_set, p.valid_from))
order by 1
"""
# Of one file: a member, their facts and their numbers.
MEMBERS = """
select h.file_no from registry_household h join (
  select m.household_id from registry_membership m join registry_person p on p.id = m.person_id
  left join vault_secret s on s.id = p.id_secret_id
  where p.household_id <> m.household_id or s.household_ref <> p.household_id
  union
  select m.household_id from registry_memberfacts f join registry_membership m on m.id = f.membership_id
  where f.household_id <> m.household_id) x on x.household_id = h.id
order by 1
"""
