-- A payment goes forward only: sent in one file, answered, days later perhaps sent back after all, a
-- return closed by a decision.

create or replace function rounds_payment_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' or
     (new.award_id, new.round_id, new.household_id, new.reference, new.amount_fen, new.card_secret_id,
      new.card_index, new.bank, new.released_by_id, new.decision_id) is distinct from
     (old.award_id, old.round_id, old.household_id, old.reference, old.amount_fen, old.card_secret_id,
      old.card_index, old.bank, old.released_by_id, old.decision_id)
     or (old.file_id is not null and new.file_id is distinct from old.file_id)
     or (new.state <> old.state and (old.state, new.state) not in (
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
