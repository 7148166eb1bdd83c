"""What is asked of rounds: their way, who decided, and what the log told of rosters, files and answers."""

from __future__ import annotations

from . import SINCE

#: Of the log: since then, and not about a round of before.
OF_ROUNDS = f"""e.at >= {SINCE} and not exists (
    select from rounds_round o where o.id::text = e.subject and o.created_at < {SINCE})"""
ROUNDS = f"select * from rounds_round where created_at >= {SINCE}"
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
ROUND_DECIDERS = f"""
select distinct r.id from ({ROUNDS}) r
join rounds_roundevent e on e.round_id = r.id and e.from_state <> e.to_state
where e.by_user_id is distinct from case
    when e.to_state = 'planned' then r.planned_by_id when e.to_state = 'decided' then r.decided_by_id
    when e.to_state = 'released' and e.from_state = 'rostered' then r.released_by_id
    else e.by_user_id end
order by 1
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
# What was decided of money that came back, is claimed or came twice, by whom.
SETTLED = f"""
with told as (
  select e.subject::bigint as award_id, e.user_id, e.detail ->> 'outcome' as outcome,
    (e.detail ->> 'amount_fen')::bigint as fen, count(*) as times
  from audit_entry e
  where e.subject_kind = 'award' and e.detail ? 'outcome' and e.at >= {SINCE}
    and e.action in ('rounds.decide_return', 'rounds.end_claim', 'rounds.book_recovered')
  group by 1, 2, 3, 4),
decided as (
  select x.award_id, x.user_id, x.outcome, x.fen, count(*) as times from (
    select d.award_id, d.decided_by_id as user_id, d.outcome, a.amount_fen as fen
    from rounds_returndecision d join rounds_award a on a.id = d.award_id where d.at >= {SINCE}
    union all
    select c.award_id, e.by_user_id, e.outcome, e.amount_fen
    from rounds_claimend e join rounds_recovery c on c.id = e.recovery_id
    where e.at >= {SINCE} and e.outcome <> 'sent_back'
    union all
    select c.award_id, d.decided_by_id, d.outcome, e.amount_fen
    from rounds_surplusdecision d join rounds_claimend e on e.id = d.claim_end_id
    join rounds_recovery c on c.id = e.recovery_id where d.at >= {SINCE}) x
  group by 1, 2, 3, 4)
select distinct coalesce(d.award_id, t.award_id) from decided d
full join told t on (t.award_id, t.user_id, t.outcome, t.fen) = (d.award_id, d.user_id, d.outcome, d.fen)
where d.times is distinct from t.times order by 1
"""
# Whoever released a payment has the event of a release of its round.
RELEASED = f"""
select distinct p.round_id from rounds_payment p join ({ROUNDS}) r on r.id = p.round_id
where not exists (
  select from rounds_roundevent e where e.round_id = p.round_id and e.by_user_id = p.released_by_id
    and e.duty = 'rounds.release')
order by 1
"""
