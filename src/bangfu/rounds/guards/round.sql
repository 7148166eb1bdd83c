-- A round begins as planned, goes only the listed ways, and keeps who did what; the roster stays
-- within the decision. What a state says has been done before: money reserved or given back, payments
-- sent in a file, none of them open. The pairs repeat `rounds/rules/states.py`; a unit test compares the two.

create or replace function rounds_round_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a round is never deleted' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'planned' or new.decided_by_id is not null or new.released_by_id is not null
       or new.decided_total_fen is not null or new.cancel_reason <> '' or new.released_at is not null
       or new.minutes_no <> '' or new.met_on is not null or new.decision <> '' then
      raise exception 'a round begins as planned' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
      ('planned', 'decided'), ('planned', 'cancelled'),
      ('decided', 'rostered'), ('decided', 'cancelled'),
      ('rostered', 'released'), ('rostered', 'cancelled'),
      ('released', 'sent'),
      ('sent', 'released'), ('sent', 'reconciled'),
      ('reconciled', 'sent')) then
    raise exception 'no such step' using errcode = 'restrict_violation';
  end if;
  if (new.union_id, new.programme_id, new.fund_id, new.title, new.area_code, new.day, new.amounts,
      new.planned_by_id, new.created_at) is distinct from
     (old.union_id, old.programme_id, old.fund_id, old.title, old.area_code, old.day, old.amounts,
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
  if old.released_by_id is not null and (new.released_by_id, new.released_at) is distinct from
     (old.released_by_id, old.released_at) then
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
  perform rounds_refuse_undone(old.state, new);
  return new;
end $$;

-- What lies behind the state that a round comes to.
create or replace function rounds_refuse_undone(was text, new rounds_round) returns void
  language plpgsql set search_path = public, pg_temp as $$
begin
  if was = new.state then
    return;
  end if;
  if new.state = 'decided' and not exists (
       select 1 from funds_movements() t where t.idem = 'round:' || new.id || ':reserve'
         and t.reason = 'reserve' and t.fund_id = new.fund_id and t.amount = new.decided_total_fen) then
    raise exception 'decided without its money reserved' using errcode = 'check_violation',
      constraint = 'round_has_reserved';
  end if;
  if new.state = 'cancelled' and was <> 'planned' and not exists (
       select 1 from funds_movements() t where t.idem = 'round:' || new.id || ':unreserve'
         and t.reason = 'unreserve' and t.fund_id = new.fund_id and t.amount = new.decided_total_fen) then
    raise exception 'cancelled without giving back its money' using errcode = 'check_violation',
      constraint = 'round_has_given_back';
  end if;
  if new.state = 'sent' and was = 'released' and (
       not exists (select 1 from rounds_paymentfile f where f.round_id = new.id)
       or exists (select 1 from rounds_payment p where p.round_id = new.id and p.state = 'released')) then
    raise exception 'sent without a file of all its payments' using errcode = 'check_violation',
      constraint = 'round_sent_in_files';
  end if;
  if new.state = 'reconciled' and exists (
       select 1 from rounds_award a where a.round_id = new.id
         and not exists (select 1 from rounds_payment p where p.award_id = a.id and p.state = 'paid')
         and not exists (select 1 from rounds_returndecision d
                         where d.award_id = a.id and d.outcome = 'restore')) then
    raise exception 'settled while payments are open' using errcode = 'check_violation',
      constraint = 'round_has_settled';
  end if;
end $$;

create or replace trigger guard before insert or update or delete on rounds_round
  for each row execute function rounds_round_guard();
