"""What is asked of cases, their objections and notices, and of the files of members."""

from __future__ import annotations

from . import SINCE

#: Of the log: since then, and not about a case of before.
OF_CASES = f"""e.at >= {SINCE} and not exists (
    select from casework_case o where o.id::text = e.subject and o.created_at < {SINCE})"""
CASES = f"select * from casework_case where created_at >= {SINCE}"

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
  or e.to_state = 'submitted' and e.day is distinct from c.day
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
# What was determined, as it is known or was known.
SAID = """
  select decision, household_id, holds_from, holds_until, hardship_class, facts_id, income_fen, essential_fen,
    size, standard_fen, rule_set
  from eligibility_determination
  union all
  select determination_id, household_id, holds_from, holds_until, hardship_class, facts_id, income_fen,
    essential_fen, size, standard_fen, rule_set
  from eligibility_determinationpast"""
# What a case was submitted on is what was determined then.
CASE_BASIS = f"""
with said as ({SAID})
select h.file_no from ({CASES}) c join registry_household h on h.id = c.household_id
where c.determination_id is not null and not exists (
  select from said s where s.decision = c.determination_id and s.household_id = c.household_id
    and (s.hardship_class, s.facts_id, s.income_fen, s.essential_fen, s.size, s.standard_fen, s.rule_set)
        is not distinct from
        (c.hardship_class, c.facts_id, c.income_fen, c.essential_fen, c.size, c.standard_fen, c.rule_set))
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
# An adjusted class stands on its event, by the one who decided it. It follows the class of before, and its
# household was determined to be in it. What is proposed was proposed last, and nobody has decided it.
ADJUSTED = f"""
with said as ({SAID})
select h.file_no from casework_caseevent e join registry_household h on h.id = e.household_id
where e.duty = 'casework.adjust' and e.case_id in (select id from ({CASES}) c) and not exists (
  select from casework_classchange x where x.case_id = e.case_id and x.holds_from = e.day
    and x.decided_by_id = e.by_user_id)
union
select h.file_no from casework_classchange x join ({CASES}) c on c.id = x.case_id
join registry_household h on h.id = x.household_id
where x.from_class is distinct from coalesce((
    select b.to_class from casework_classchange b where b.case_id = x.case_id and b.holds_from < x.holds_from
    order by b.holds_from desc limit 1), c.hardship_class)
  or not exists (
    select from said s where s.household_id = x.household_id and s.hardship_class = x.to_class
      and s.holds_from <= x.holds_from and x.holds_from < s.holds_until)
union
select h.file_no from ({CASES}) c join registry_household h on h.id = c.household_id
left join lateral (
  select e.duty from casework_caseevent e
  where e.case_id = c.id and e.duty in ('casework.propose', 'casework.adjust')
  order by e.id desc limit 1) last on true
where (c.proposed_class <> '') is distinct from coalesce(last.duty = 'casework.propose', false)
order by 1
"""
# Whose a shared person or card is was settled by whom the log names, and what it tells of two files was.
SETTLED = f"""
with told as (
  select e.subject::bigint as household_id, e.user_id, e.detail ->> 'shared' as kind,
    e.detail ->> 'settled' as settled, (e.detail ->> 'files')::int as files
  from audit_entry e
  where e.subject_kind = 'household' and e.action = 'casework.settle_overlap' and e.at >= {SINCE})
select h.file_no from casework_overlapsettlement o
join registry_household h on h.id in (o.household_id, o.other_id)
where o.at >= {SINCE} and not exists (
  select from told t where (t.household_id, t.user_id, t.kind, t.settled)
    = (h.id, o.by_user_id, o.kind, case when o.belongs_to_id is null then 'both' else 'one' end))
union
select h.file_no from told t join registry_household h on h.id = t.household_id
where t.files = 2 and not exists (
  select from casework_overlapsettlement o where t.household_id in (o.household_id, o.other_id)
    and (o.by_user_id, o.kind) = (t.user_id, t.kind))
order by 1
"""
# A pair that no superior sees any more was put away by whom the log names, or found accepted as it tells.
PUT_AWAY = f"""
select h.file_no from registry_metelsewhere m join registry_household h on h.id = m.met_id
where m.put_away_on is not null and m.at >= {SINCE} and not exists (
  select from audit_entry e
  where e.subject_kind = 'met' and e.subject = m.id::text and e.action = 'casework.put_away_met'
    and e.user_id = m.put_away_by_user_id and (e.detail ->> 'day')::date = m.put_away_on)
union
select h.file_no from registry_metelsewhere m join registry_household h on h.id = m.met_id
where m.accepted_on is not null and not exists (
  select from audit_entry e
  where e.subject_kind = 'met' and e.subject = m.id::text and e.action = 'registry.close_met'
    and (e.detail ->> 'day')::date = m.accepted_on)
order by 1
"""
# Who held which card or passbook of a family, and when, is what the log tells.
CONFIRMED = f"""
select h.file_no from registry_accountconfirmation a join registry_household h on h.id = a.household_id
where a.recorded_at >= {SINCE} and not exists (
  select from audit_entry e
  where e.subject_kind = 'household' and e.subject = a.household_id::text
    and e.action = 'registry.confirm_account' and e.user_id = a.by_user_id
    and (e.detail ->> 'day')::date = a.day and e.detail ->> 'looked_at' = a.looked_at)
order by 1
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
