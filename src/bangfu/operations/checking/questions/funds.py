"""What is asked of funds: what they are for, what came in and what was reversed."""

from __future__ import annotations

from . import SINCE

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
