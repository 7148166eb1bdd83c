-- Who decides on a return did not plan the round.

create or replace function rounds_decision_check() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if (select count(*) from made) <> (
      select count(*) from made d
      join rounds_award a on a.id = d.award_id and a.household_id = d.household_id
        and a.round_id = d.round_id
      join rounds_round r on r.id = a.round_id
      left join rounds_payment p on p.id = d.payment_id
      where d.decided_by_id <> r.planned_by_id and r.state in ('released', 'sent')
        and (d.payment_id is null or p.award_id = a.id and p.state = 'returned')) then
    raise exception 'not a return of this round' using errcode = 'check_violation',
      constraint = 'decision_by_another';
  end if;
  return null;
end $$;

create or replace trigger check_made after insert on rounds_returndecision
  referencing new table as made for each statement execute function rounds_decision_check();
