"""What is asked of payouts and ledger, in plain SQL over both sides, trusting neither.

Each asks for rows at fault, of one round or of all where `round` is null.
"""

from __future__ import annotations

# Each payment against its award and its own transfers: cleared always, paid or returned as its state
# says; what came back after it had arrived is claimed back and recovered instead, as far as it was not
# claimed by decision before, and then nothing of those claims is open.
LESS_ENDS = """(select coalesce(sum(c.amount_fen), 0) - coalesce(sum((
    select sum(e.amount_fen) from rounds_claimend e
    where e.recovery_id = c.id and {ends})), 0) from rounds_recovery c where c.payment_id = p.id)"""
DROPPED = "e.outcome = 'claim_dropped'"
OF_CLAIMS = f"({LESS_ENDS.format(ends=DROPPED)}, {LESS_ENDS.format(ends='true')})"
PAYMENTS = f"""
select p.reference from rounds_payment p
left join rounds_award a on a.id = p.award_id
left join rounds_round r on r.id = a.round_id
left join funds_movements() c on c.idem = 'clear:' || p.reference
left join funds_movements() y on y.idem = 'pay:' || p.reference
left join funds_movements() b on b.idem = 'return:' || p.reference
left join funds_movements() k on k.idem = 'claim_back:' || p.reference
left join funds_movements() v on v.idem = 'recovered:' || p.reference
where (%(round)s::bigint is null or p.round_id = %(round)s) and (
  (c.reason, c.amount, c.fund_id) is distinct from ('clear'::text, p.amount_fen, r.fund_id)
  or (p.state = 'paid' or p.state in ('returned', 'closed') and b.id is null) <> (y.id is not null)
  or (y.id is not null and (y.reason, y.amount, y.fund_id)
      is distinct from ('pay'::text, p.amount_fen, r.fund_id))
  or (b.id is not null and p.state not in ('returned', 'closed'))
  or (y.id is not null and p.state in ('returned', 'closed')
      and {OF_CLAIMS} is distinct from (p.amount_fen - coalesce(k.amount, 0), 0::numeric))
  or (k.id is null and v.id is not null)
  or (k.id is not null and (y.id is not null and p.state in ('returned', 'closed')
      and (k.reason, k.fund_id, k.about_id) is not distinct from ('claim_back'::text, r.fund_id, y.id)
      and (v.reason, v.amount, v.fund_id, v.about_id)
          is not distinct from ('recovered'::text, k.amount, r.fund_id, k.id)) is not true)
  or (b.id is not null and (b.reason, b.amount, b.fund_id)
      is distinct from ('return'::text, p.amount_fen, r.fund_id))
  or (p.household_id, p.round_id, p.amount_fen)
      is distinct from (a.household_id, a.round_id, a.amount_fen))
order by p.reference
"""
# Money of which nobody can say whose it was: the award is not there, or not in the payer's sight.
WITHOUT_AWARD = """
select p.reference from rounds_payment p
where (%(round)s::bigint is null or p.round_id = %(round)s)
  and not exists (select 1 from rounds_award a where a.id = p.award_id and a.round_id = p.round_id)
order by p.reference
"""
# The other way round: money that was sent out for no payment.
WITHOUT_PAYMENT = """
select t.id, t.reference from funds_movements() t
where %(round)s::bigint is null and t.reason in ('clear', 'pay', 'return', 'claim_back', 'recovered')
  and position(':recovery:' in t.idem) = 0
  and not exists (select 1 from rounds_payment p where p.reference = t.reference)
order by t.id
"""
# Each claim and each end of one against its movement: what was decided is what moved, off the payment
# that it is about, and never by whom it may not be. Of what the bank sent back whole, what had come in
# before waits as a surplus or was decided on, and what had been written off is there again.
DECIDED = """
  select 'claim_back:recovery:' || c.id as idem, 'claim_back' as reason, c.amount_fen, r.fund_id,
         'pay:' || p.reference as about, p.reference, c.round_id,
         c.decided_by_id in (p.released_by_id, r.planned_by_id) as by_same
  from rounds_recovery c join rounds_payment p on p.id = c.payment_id
  join rounds_round r on r.id = c.round_id
  union all
  select e.outcome || ':recovery:' || e.id,
         case e.outcome when 'sent_back' then 'recovered' else e.outcome end, e.amount_fen, r.fund_id,
         'claim_back:recovery:' || c.id, p.reference, e.round_id, e.by_user_id = c.decided_by_id
  from rounds_claimend e join rounds_recovery c on c.id = e.recovery_id
  join rounds_payment p on p.id = c.payment_id join rounds_round r on r.id = e.round_id
  union all
  select m.movement || ':recovery:' || e.id, m.movement, e.amount_fen, r.fund_id,
         e.outcome || ':recovery:' || e.id, p.reference, e.round_id, false
  from rounds_claimend e join rounds_recovery c on c.id = e.recovery_id
  join (values ('recovered', 'surplus'), ('write_off', 'regained')) m (outcome, movement)
    on m.outcome = e.outcome
  join rounds_payment p on p.id = c.payment_id and p.state in ('returned', 'closed')
  join rounds_round r on r.id = e.round_id
  union all
  select d.outcome || ':recovery:' || e.id, d.outcome, e.amount_fen, r.fund_id,
         'surplus:recovery:' || e.id, p.reference, d.round_id, d.decided_by_id = c.decided_by_id
  from rounds_surplusdecision d join rounds_claimend e on e.id = d.claim_end_id
  join rounds_recovery c on c.id = e.recovery_id
  join rounds_payment p on p.id = c.payment_id join rounds_round r on r.id = d.round_id
"""
CLAIMS = f"""
select distinct x.reference from ({DECIDED}) x
left join funds_movements() t on t.idem = x.idem
left join funds_movements() u on u.id = t.about_id
where (%(round)s::bigint is null or x.round_id = %(round)s)
  and ((t.reason, t.amount, t.fund_id, u.idem)
       is distinct from (x.reason::text, x.amount_fen, x.fund_id, x.about::text) or x.by_same)
order by 1
"""
WITHOUT_CLAIM = f"""
select t.id, t.reference from funds_movements() t
where %(round)s::bigint is null
  and (t.reason in ('claim_dropped', 'write_off', 'regained', 'surplus', 'surplus_back', 'surplus_kept') or position(':recovery:' in t.idem) > 0)
  and not exists (select 1 from ({DECIDED}) x where x.idem = t.idem)
order by t.id
"""
# Each payment goes to the card that was approved with its award or decided on since, which is the vault's;
# that lies out of the payer's sight where the family moved.
CARDS = """
select p.reference from rounds_payment p
join rounds_award a on a.id = p.award_id
left join rounds_returndecision d on d.id = p.decision_id
left join lateral vault_secret_known(p.card_secret_id) s on true
where (%(round)s::bigint is null or p.round_id = %(round)s)
  and ((p.card_secret_id, p.card_index, p.bank) is distinct from case when p.decision_id is null
         then row(a.card_secret_id, a.card_index, a.bank) else row(d.card_secret_id, d.card_index, d.bank) end
       or s.id is not null
          and (s.household_ref, s.blind_index, s.kind) is distinct from (p.household_id, p.card_index, 'card'))
order by p.reference
"""
# An award is of the class, the person and the card of its household, and pays what was decided for the class.
AWARDS = """
select a.round_id, a.sequence from rounds_award a
join rounds_round r on r.id = a.round_id
left join lateral vault_secret_known(a.card_secret_id) s on true
where (%(round)s::bigint is null or a.round_id = %(round)s)
  and (s.id is not null and (s.household_ref, s.blind_index) is distinct from (a.household_id, a.card_index)
       or (r.amounts ->> a.hardship_class)::bigint is distinct from a.amount_fen)
order by 1, 2
"""
TWICE = """
select a.round_id, a.sequence, count(*) from rounds_payment p
join rounds_award a on a.id = p.award_id
where p.state <> 'closed' and (%(round)s::bigint is null or a.round_id = %(round)s)
group by a.round_id, a.sequence having count(*) > 1
"""
# A person twice on the roster of one round, whatever file they are in.
SAME_PERSON = """
select a.round_id, count(*) from rounds_award a
where %(round)s::bigint is null or a.round_id = %(round)s
group by a.round_id, a.payee_index having count(*) > 1
"""
# A household twice on the roster of one round.
SAME_HOUSEHOLD = """
select a.round_id, coalesce(h.file_no, a.household_id::text), count(*) from rounds_award a
left join lateral registry_file_of(a.household_id) h on true
where %(round)s::bigint is null or a.round_id = %(round)s
group by a.round_id, a.household_id, h.file_no having count(*) > 1
order by a.round_id, h.file_no
"""
# A card twice in one round, that of the newest payment where there is one, unless it was settled that the
# families rightly share it. It is no fault of the round's books, so it does not hinder reconciling.
SAME_CARD = """
with carded as materialized (
  select a.round_id, a.household_id, coalesce(paid.card_index, a.card_index) as card
  from rounds_award a
  left join (select distinct on (p.award_id) p.award_id, p.card_index from rounds_payment p
             order by p.award_id, p.id desc) paid on paid.award_id = a.id
  where %(round)s::bigint is null),
several as (
  select c.round_id, c.card from carded c group by c.round_id, c.card having count(*) > 1)
select a.round_id,
  string_agg(distinct coalesce(h.file_no, a.household_id::text), '、'
             order by coalesce(h.file_no, a.household_id::text))
from several s
join carded a on a.round_id = s.round_id and a.card = s.card
join carded b on b.round_id = s.round_id and b.card = s.card and b.household_id <> a.household_id
left join lateral registry_file_of(a.household_id) h on true
where not exists (
  select from casework_settled(array[a.household_id],
    array[registry_pair_of(a.card, a.household_id, b.household_id)]) t where t.stands = 'both')
group by a.round_id, a.card order by 1, 2
"""
# A family twice in one round: somebody was in both files on its day, and nobody settled that both are right,
# nor gave one of the two back.
SAME_FAMILY = """
select r.id, string_agg(distinct h.file_no, '、' order by h.file_no)
from rounds_round r
cross join lateral registry_overlaps(
  array(select k.household_id from rounds_needclaim k where k.round_id = r.id and k.holds), r.day) o
join rounds_needclaim b on b.round_id = r.id and b.household_id = o.other_id and b.holds
cross join lateral registry_file_of(o.household_id) h
where %(round)s::bigint is null and o.kind = 'person' and not exists (
  select from casework_settled(array[o.household_id], array[o.pair]) t where t.stands = 'both')
group by r.id, o.shared_index order by 1, 2
"""
# The same on two rosters of one programme and period, whichever of the two was paid.
SHARED_PLACE = """
select t.round_id, t.kind, string_agg(distinct h.file_no, '、' order by h.file_no)
from (
  select k.round_id, s.household_id, s.kind
  from (select n.programme_id, n.period, n.round_id, n.day, array_agg(n.household_id) as households
        from rounds_needclaim n where n.holds group by 1, 2, 3, 4) k
  cross join lateral rounds_sharing_places(k.programme_id, k.period, k.round_id, k.households, k.day) s
  where %(round)s::bigint is null) t
cross join lateral registry_file_of(t.household_id) h
group by t.round_id, t.kind order by 1, 2
"""
# What an award takes of its programme's ceilings: nothing where its round was cancelled, or its money was
# given back or recovered in full, and what is left of it otherwise.
COUNTED = """
select a.round_id, a.sequence from rounds_award a
join rounds_round r on r.id = a.round_id
left join rounds_needclaim k on k.award_id = a.id
left join (select c.award_id, sum(e.amount_fen) as fen from rounds_recovery c
           join rounds_claimend e on e.recovery_id = c.id and e.outcome = 'recovered'
           group by c.award_id) back on back.award_id = a.id
where (%(round)s::bigint is null or a.round_id = %(round)s)
  and (k.holds is distinct from (r.state <> 'cancelled' and a.amount_fen > coalesce(back.fen, 0)
         and not exists (select from rounds_returndecision d
                         where d.award_id = a.id and d.outcome = 'restore'))
       or k.holds and k.amount_fen <> a.amount_fen - coalesce(back.fen, 0))
order by 1, 2
"""
# A roster that costs more than was decided.
OVER_DECISION = """
select r.id, r.decided_total_fen, sum(a.amount_fen)
from rounds_round r join rounds_award a on a.round_id = r.id
where %(round)s::bigint is null or r.id = %(round)s
group by r.id having sum(a.amount_fen) > coalesce(r.decided_total_fen, 0)
"""
# What the rounds of a fund should hold in reserve: what was decided, less payments and what was
# given back without one, plus what came back and is to be paid again. What a round did not need went
# back when it was reconciled; a late return may have opened it again.
RESERVED = """
select account.fund_id, account.balance, coalesce(sum(due.fen), 0)
from funds_reserved() account
left join (
  select r.fund_id, r.decided_total_fen
    - coalesce((select sum(p.amount_fen) from rounds_payment p
                join rounds_award a on a.id = p.award_id where a.round_id = r.id), 0)
    + coalesce((select sum(a.amount_fen) from rounds_returndecision d
                join rounds_award a on a.id = d.award_id
                where a.round_id = r.id and d.outcome = 'again' and d.payment_id is not null), 0)
    - coalesce((select sum(a.amount_fen) from rounds_returndecision d
                join rounds_award a on a.id = d.award_id
                where a.round_id = r.id and d.outcome = 'restore' and d.payment_id is null), 0)
    - coalesce((select t.amount from funds_movements() t
                where t.idem = 'round:' || r.id || ':unreserve'), 0)
    as fen
  from rounds_round r where r.state in ('decided', 'rostered', 'released', 'sent')) due
  on due.fund_id = account.fund_id
where %(round)s::bigint is null
group by account.fund_id, account.balance having account.balance <> coalesce(sum(due.fen), 0)
"""
FILES = """
select x.number from rounds_paymentfile x
left join rounds_payment p on p.file_id = x.id
where %(round)s::bigint is null or x.round_id = %(round)s
group by x.id, x.number, x.count, x.total_fen
having (x.count, x.total_fen) is distinct from (count(p.id), coalesce(sum(p.amount_fen), 0))
order by x.number
"""
ONE_PERSON = """
select distinct r.id from rounds_round r
left join rounds_award a on a.round_id = r.id left join rounds_payment p on p.award_id = a.id
where (%(round)s::bigint is null or r.id = %(round)s)
  and (r.planned_by_id = r.decided_by_id or r.planned_by_id = r.released_by_id
       or r.decided_by_id = r.released_by_id
       or p.released_by_id in (r.planned_by_id, r.decided_by_id))
order by r.id
"""
