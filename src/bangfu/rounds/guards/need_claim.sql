-- An award takes its place among its programme's ceilings as it is made; of one programme a household and
-- a person have each place of a period once (unique indexes, which see the whole register). The place is
-- counted by the day of release and let go for good, never taken by hand. What is recovered counts no more.

create or replace function rounds_award_claims_need() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  insert into rounds_needclaim (household_id, round_id, award_id, programme_id, payee_index, period, nth,
    day, amount_fen, holds, tier1, tier2, tier3, tier4, tier5, tier6, system)
  select m.household_id, m.round_id, m.id, r.programme_id, m.payee_index, m.period, m.nth,
    coalesce(m.due_on, r.day), m.amount_fen, true,
    m.tier1, m.tier2, m.tier3, m.tier4, m.tier5, m.tier6, m.system
  from made m join rounds_round r on r.id = m.round_id order by m.id;
  return null;
end $$;

create or replace trigger claims after insert on rounds_award
  referencing new table as made for each statement execute function rounds_award_claims_need();

-- Counted, not searched for the bad: what the actor can't see is not good.
create or replace function rounds_need_claim_check() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if (select count(*) from made) <> (
      select count(*) from made m
      join rounds_award a on a.id = m.award_id and a.household_id = m.household_id
        and a.round_id = m.round_id and a.payee_index = m.payee_index and a.amount_fen = m.amount_fen
      join rounds_round r on r.id = m.round_id and r.programme_id = m.programme_id
      where m.holds) then
    raise exception 'not a claim of this award' using errcode = 'check_violation',
      constraint = 'need_claim_of_its_award';
  end if;
  return null;
end $$;

create or replace trigger check_made after insert on rounds_needclaim
  referencing new table as made for each statement execute function rounds_need_claim_check();

-- What counts of an award, in fen: less what was recovered of it.
create or replace function rounds_left_of(award bigint) returns bigint language sql stable
  set search_path = public, pg_temp as $$
  select a.amount_fen - coalesce((
    select sum(e.amount_fen) from rounds_recovery c join rounds_claimend e on e.recovery_id = c.id
    where c.award_id = a.id and e.outcome = 'recovered'), 0)::bigint
  from rounds_award a where a.id = award
$$;

create or replace function rounds_need_claim_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' or (new.household_id, new.round_id, new.award_id, new.programme_id,
      new.payee_index) is distinct from
     (old.household_id, old.round_id, old.award_id, old.programme_id, old.payee_index)
     or (not old.holds and (new.holds, new.day, new.period, new.nth, new.amount_fen) is distinct from
         (old.holds, old.day, old.period, old.nth, old.amount_fen))
     or (new.amount_fen <> old.amount_fen
         and new.amount_fen is distinct from rounds_left_of(new.award_id)) then
    raise exception 'a claim goes forward only' using errcode = 'restrict_violation';
  end if;
  -- Else the place of money that is paid would be free for a second award. A release counts its claims by
  -- its own day before it makes the payments.
  if (new.day, new.period, new.nth) is distinct from (old.day, old.period, old.nth) and exists (
      select 1 from rounds_payment p where p.award_id = new.award_id and p.state in ('released', 'sent', 'paid')) then
    raise exception 'a place stays once it is paid' using errcode = 'restrict_violation';
  end if;
  if old.holds and not new.holds and not exists (
      select 1 from rounds_round r where r.id = new.round_id and r.state = 'cancelled') and not exists (
      select 1 from rounds_returndecision d where d.award_id = new.award_id and d.outcome = 'restore')
      and coalesce(rounds_left_of(new.award_id), 1) > 0
  then
    raise exception 'a claim is let go by a decision' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create or replace trigger guard before update or delete on rounds_needclaim
  for each row execute function rounds_need_claim_guard();

create or replace function rounds_cancelled_lets_go() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  update rounds_needclaim set holds = false where round_id = new.id and holds;
  return null;
end $$;

create or replace trigger lets_go after update on rounds_round
  for each row when (new.state = 'cancelled' and old.state <> 'cancelled')
  execute function rounds_cancelled_lets_go();

create or replace function rounds_restored_lets_go() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  update rounds_needclaim set holds = false where award_id = new.award_id and holds;
  return null;
end $$;

create or replace trigger lets_go after insert on rounds_returndecision
  for each row when (new.outcome = 'restore') execute function rounds_restored_lets_go();

-- Recovered in full its place is free again; in part, what is left counts.
create or replace function rounds_recovered_lets_go() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  update rounds_needclaim k
    set holds = c.left_fen > 0, amount_fen = case when c.left_fen > 0 then c.left_fen else k.amount_fen end
    from (select r.award_id, rounds_left_of(r.award_id) as left_fen
          from rounds_recovery r where r.id = new.recovery_id) c
    where k.award_id = c.award_id and k.holds;
  return null;
end $$;

create or replace trigger lets_go after insert on rounds_claimend
  for each row when (new.outcome = 'recovered') execute function rounds_recovered_lets_go();
