-- Money that arrived is claimed back within what was paid and is not claimed yet, by nobody who planned
-- the round or released the payment. A claim ends within itself, by another than who decided it
-- (`acts/guards/duties_apart.sql`). Each is written with its movement in the ledger, which names what it
-- undoes. What the bank sent back once more, though it had been recovered, is decided on once, by another
-- than who claimed it. The round is held, so that of two at once the second sees the first.

-- Whether the ledger moved so much by this key, for the transfer that another key stands for.
create or replace function rounds_has_moved(key text, movement text, fen bigint, asked_round bigint, undone text)
  returns boolean language sql stable set search_path = public, pg_temp as $$
  select exists (
    select from rounds_round r join funds_movements() t on t.fund_id = r.fund_id
    join funds_movements() u on u.id = t.about_id
    where r.id = asked_round and t.idem = key and t.reason = movement and t.amount = fen and u.idem = undone)
$$;

create or replace function rounds_recovery_check() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  perform 1 from rounds_round where id = new.round_id for no key update;
  if not exists (
      select 1 from rounds_payment p
      join rounds_award a on a.id = p.award_id
      join rounds_round r on r.id = a.round_id
      where p.id = new.payment_id and a.id = new.award_id and p.state = 'paid'
        and (a.household_id, a.round_id) = (new.household_id, new.round_id)
        and r.state in ('released', 'sent', 'reconciled')
        and new.decided_by_id <> p.released_by_id and new.decided_by_id <> r.planned_by_id
        and new.amount_fen <= p.amount_fen - coalesce((
          select sum(c.amount_fen - coalesce((
            select sum(e.amount_fen) from rounds_claimend e
            where e.recovery_id = c.id and e.outcome = 'claim_dropped'), 0))
          from rounds_recovery c where c.payment_id = p.id), 0)) then
    raise exception 'nothing to recover there, or not by this one' using errcode = 'check_violation',
      constraint = 'recovery_within_payment';
  end if;
  if not rounds_has_moved('claim_back:recovery:' || new.id, 'claim_back', new.amount_fen, new.round_id, (
      select 'pay:' || p.reference from rounds_payment p where p.id = new.payment_id)) then
    raise exception 'claimed back without its movement' using errcode = 'check_violation',
      constraint = 'recovery_has_moved';
  end if;
  return new;
end $$;

create or replace trigger check_made before insert on rounds_recovery
  for each row execute function rounds_recovery_check();

create or replace function rounds_claim_end_check() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  perform 1 from rounds_round where id = new.round_id for no key update;
  if not exists (
      select 1 from rounds_recovery c join rounds_payment p on p.id = c.payment_id
      where c.id = new.recovery_id
        and (c.household_id, c.round_id) = (new.household_id, new.round_id)
        and new.by_user_id <> c.decided_by_id and new.day >= p.answered_on
        and new.amount_fen <= c.amount_fen - coalesce((
          select sum(e.amount_fen) from rounds_claimend e where e.recovery_id = c.id), 0)) then
    raise exception 'a claim ends within itself, by another' using errcode = 'check_violation',
      constraint = 'claim_ends_within';
  end if;
  if not rounds_has_moved(new.outcome || ':recovery:' || new.id,
      case new.outcome when 'sent_back' then 'recovered' else new.outcome end, new.amount_fen, new.round_id,
      'claim_back:recovery:' || new.recovery_id) then
    raise exception 'a claim ends without its movement' using errcode = 'check_violation',
      constraint = 'claim_end_has_moved';
  end if;
  return new;
end $$;

create or replace trigger check_made before insert on rounds_claimend
  for each row execute function rounds_claim_end_check();

create or replace function rounds_surplus_check() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  perform 1 from rounds_round where id = new.round_id for no key update;
  if not exists (
      select 1 from rounds_claimend e join rounds_recovery c on c.id = e.recovery_id
      where e.id = new.claim_end_id and e.outcome = 'recovered'
        and (e.household_id, e.round_id) = (new.household_id, new.round_id)
        and not (new.decided_by_id = c.decided_by_id and acts_duties_apart('rounds.recover', 'rounds.end_claim'))
        and rounds_has_moved(new.outcome || ':recovery:' || e.id, new.outcome, e.amount_fen, e.round_id,
                             'surplus:recovery:' || e.id)) then
    raise exception 'no such surplus, or not by this one' using errcode = 'check_violation',
      constraint = 'surplus_by_another';
  end if;
  return new;
end $$;

create or replace trigger check_made before insert on rounds_surplusdecision
  for each row execute function rounds_surplus_check();
