-- A payment goes forward only: sent in one file, answered, days later perhaps sent back after all, a
-- return closed by a decision. What else it says stays (`audit/kept_columns.py`), and what the bank
-- answered has moved in the ledger.

create or replace function rounds_payment_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' or (new.state <> old.state and (old.state, new.state) not in (
         ('released', 'sent'), ('sent', 'paid'), ('sent', 'returned'), ('paid', 'returned'),
         ('returned', 'closed'))) then
    raise exception 'a payment goes forward only' using errcode = 'restrict_violation';
  end if;
  if (old.state, new.state) = ('returned', 'closed') and not exists (
      select 1 from rounds_returndecision d where d.payment_id = new.id) then
    raise exception 'a return is closed by a decision' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create or replace trigger guard before update or delete on rounds_payment
  for each row execute function rounds_payment_guard();

-- Counted, not searched for the bad: what the actor can't see is not good. What comes back after it had
-- arrived is recovered by its own movement, unless all of it had been claimed by decision.
create or replace function rounds_payment_has_moved() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare
  answered bigint;
  backed bigint;
begin
  -- Each payment beside itself, by what of it stays: by grouping, for a join of the two is planned once a
  -- connection, for as many rows as its first statement wrote.
  with moved as materialized (
    select m.id, m.round_id, m.reference, m.amount_fen, m.state, m.was from (
      select b.id, b.round_id, b.reference, b.amount_fen,
        max(b.state) filter (where b.is_now) as state, max(b.state) filter (where not b.is_now) as was
      from (select n.id, n.round_id, n.reference, n.amount_fen, n.state, true from after_it n
            union all
            select o.id, o.round_id, o.reference, o.amount_fen, o.state, false from before_it o)
        b(id, round_id, reference, amount_fen, state, is_now)
      group by b.id, b.round_id, b.reference, b.amount_fen) m
    where m.state <> m.was and m.state in ('paid', 'returned')
  )
  select count(*), count(*) filter (where r.id is not null and
      case when m.was = 'paid' and t.id is null
           then exists (select 1 from rounds_recovery c where c.payment_id = m.id)
           else t.amount <= m.amount_fen and (m.was = 'paid' or t.amount = m.amount_fen) end)
    into answered, backed
  from moved m
  left join rounds_round r on r.id = m.round_id
  left join funds_movements() t on t.fund_id = r.fund_id and t.idem = case
    when m.state = 'paid' then 'pay:' when m.was = 'sent' then 'return:' else 'recovered:' end
    || m.reference;
  if answered <> backed then
    raise exception 'answered without its movement' using errcode = 'check_violation',
      constraint = 'payment_has_moved';
  end if;
  return null;
end $$;

create or replace trigger has_moved after update on rounds_payment
  referencing old table as before_it new table as after_it
  for each statement execute function rounds_payment_has_moved();
