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
begin
  if exists (select 1 from after_it n join before_it o on o.id = n.id
             where n.state <> o.state and n.state in ('paid', 'returned'))
    and (select count(*) from after_it n join before_it o on o.id = n.id
         where n.state <> o.state and n.state in ('paid', 'returned')) <>
        (select count(*) from after_it n join before_it o on o.id = n.id
         join rounds_round r on r.id = n.round_id
         left join funds_movements() t on t.fund_id = r.fund_id and t.idem = case
           when n.state = 'paid' then 'pay:' when o.state = 'sent' then 'return:' else 'recovered:' end
           || n.reference
         where n.state <> o.state and n.state in ('paid', 'returned')
           and case when o.state = 'paid' and t.id is null
                    then exists (select 1 from rounds_recovery c where c.payment_id = n.id)
                    else t.amount <= n.amount_fen and (o.state = 'paid' or t.amount = n.amount_fen) end) then
    raise exception 'answered without its movement' using errcode = 'check_violation',
      constraint = 'payment_has_moved';
  end if;
  return null;
end $$;

create or replace trigger has_moved after update on rounds_payment
  referencing old table as before_it new table as after_it
  for each statement execute function rounds_payment_has_moved();
