from django.db import migrations

GUARDS = """
create or replace function rounds_round_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a round is never deleted' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'planned' or new.decided_by_id is not null or new.released_by_id is not null
       or new.decided_total_fen is not null or new.cancel_reason <> '' then
      raise exception 'a round begins as planned' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('decided', 'cancelled'), ('decided', 'rostered'), ('planned', 'cancelled'), ('planned', 'decided'), ('released', 'sent'), ('rostered', 'cancelled'), ('rostered', 'released'), ('sent', 'reconciled'), ('sent', 'released')) then
    raise exception 'no such step' using errcode = 'restrict_violation';
  end if;
  if (new.union_id, new.programme_id, new.fund_id, new.area_code, new.day, new.amounts,
      new.planned_by_id, new.created_at) is distinct from
     (old.union_id, old.programme_id, old.fund_id, old.area_code, old.day, old.amounts,
      old.planned_by_id, old.created_at) then
    raise exception 'a plan is for good' using errcode = 'restrict_violation';
  end if;
  if (new.decided_by_id, new.decided_total_fen, new.minutes_no, new.met_on, new.decision)
       is distinct from
     (old.decided_by_id, old.decided_total_fen, old.minutes_no, old.met_on, old.decision)
     and (old.state, new.state) <> ('planned', 'decided') then
    raise exception 'a decision is for good' using errcode = 'restrict_violation';
  end if;
  if new.state = 'decided' and (new.decided_by_id is null or new.decided_total_fen is null
     or new.decided_total_fen <= 0) then
    raise exception 'decided by nobody' using errcode = 'restrict_violation';
  end if;
  if old.released_by_id is not null and new.released_by_id is distinct from old.released_by_id then
    raise exception 'a release is for good' using errcode = 'restrict_violation';
  end if;
  if new.cancel_reason <> old.cancel_reason
     and (new.state <> 'cancelled' or old.state = 'cancelled') then
    raise exception 'a reason comes with the cancelling, for good'
      using errcode = 'restrict_violation';
  end if;
  if new.state = 'cancelled' and old.state <> 'cancelled' and btrim(new.cancel_reason) = '' then
    raise exception 'cancelled without a reason' using errcode = 'restrict_violation';
  end if;
  if (old.state, new.state) = ('decided', 'rostered') and not exists (
      select 1 from rounds_award a where a.round_id = new.id
      having count(*) > 0 and sum(a.amount_fen) <= new.decided_total_fen) then
    raise exception 'roster beyond the decision' using errcode = 'check_violation',
      constraint = 'roster_within_decision';
  end if;
  return new;
end $$;

create trigger guard before insert or update or delete on rounds_round
  for each row execute function rounds_round_guard();

create or replace function rounds_award_check() returns trigger language plpgsql as $$
begin
  if (select count(*) from made) <> (
      select count(*) from made a
      join rounds_round r on r.id = a.round_id
      join registry_person p on p.id = a.person_id
      join vault_secret s on s.id = a.card_secret_id
      where r.state = 'decided' and a.household_id = p.household_id
        and s.household_ref = a.household_id and s.kind = 'card'
        and s.blind_index = a.card_index
        and (r.amounts ->> a.hardship_class)::bigint = a.amount_fen) then
    raise exception 'not an award of this round' using errcode = 'check_violation',
      constraint = 'award_as_decided';
  end if;
  return null;
end $$;
create trigger check_made after insert on rounds_award
  referencing new table as made for each statement execute function rounds_award_check();

create or replace function rounds_payment_check() returns trigger language plpgsql as $$
begin
  if (select count(*) from made) <> (
      select count(*) from made p
      join rounds_award a on a.id = p.award_id
      join rounds_round r on r.id = a.round_id
      join vault_secret s on s.id = p.card_secret_id
      left join rounds_returndecision d on d.id = p.decision_id
      where r.state = 'released' and p.state = 'released'
        and p.household_id = a.household_id and p.amount_fen = a.amount_fen
        and s.household_ref = a.household_id and s.blind_index = p.card_index
        and p.released_by_id <> r.planned_by_id and p.released_by_id <> r.decided_by_id
        and case when p.decision_id is null then p.card_index = a.card_index
                 else d.award_id = a.id and d.outcome = 'again' and d.card_index = p.card_index
                      and d.decided_by_id <> p.released_by_id end
        and not exists (select 1 from rounds_returndecision x
                        where x.award_id = a.id and x.outcome = 'restore')
        and (p.decision_id is not null or not exists (
             select 1 from rounds_payment e where e.award_id = a.id and e.id <> p.id))) then
    raise exception 'not a payment of this roster' using errcode = 'check_violation',
      constraint = 'payment_as_approved';
  end if;
  return null;
end $$;
create trigger check_made after insert on rounds_payment
  referencing new table as made for each statement execute function rounds_payment_check();

create or replace function rounds_payment_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or
     (new.award_id, new.household_id, new.reference, new.amount_fen, new.card_secret_id,
      new.card_index, new.bank, new.released_by_id, new.decision_id) is distinct from
     (old.award_id, old.household_id, old.reference, old.amount_fen, old.card_secret_id,
      old.card_index, old.bank, old.released_by_id, old.decision_id)
     or (old.file_id is not null and new.file_id is distinct from old.file_id)
     or (new.state <> old.state and (old.state, new.state) not in (
         ('released', 'sent'), ('sent', 'paid'), ('sent', 'returned'), ('returned', 'closed'))) then
    raise exception 'a payment goes forward only' using errcode = 'restrict_violation';
  end if;
  if (old.state, new.state) = ('returned', 'closed') and not exists (
      select 1 from rounds_returndecision d where d.payment_id = new.id) then
    raise exception 'a return is closed by a decision' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update or delete on rounds_payment
  for each row execute function rounds_payment_guard();

create or replace function rounds_decision_check() returns trigger language plpgsql as $$
begin
  if (select count(*) from made) <> (
      select count(*) from made d
      join rounds_award a on a.id = d.award_id and a.household_id = d.household_id
      join rounds_round r on r.id = a.round_id
      left join rounds_payment p on p.id = d.payment_id
      where d.decided_by_id <> r.planned_by_id and r.state in ('released', 'sent')
        and (d.payment_id is null or p.award_id = a.id and p.state = 'returned')) then
    raise exception 'not a return of this round' using errcode = 'check_violation',
      constraint = 'decision_by_another';
  end if;
  return null;
end $$;
create trigger check_made after insert on rounds_returndecision
  referencing new table as made for each statement execute function rounds_decision_check();
"""
UNDO = """
drop trigger guard on rounds_round;
drop function rounds_round_guard();
drop trigger check_made on rounds_award;
drop function rounds_award_check();
drop trigger check_made on rounds_payment;
drop function rounds_payment_check();
drop trigger guard on rounds_payment;
drop function rounds_payment_guard();
drop trigger check_made on rounds_returndecision;
drop function rounds_decision_check();
"""


class Migration(migrations.Migration):
    dependencies = [("rounds", "0001_initial")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
