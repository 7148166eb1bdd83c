-- What is objected is for good, and so is its answer; a scope move re-stamps columns only.

create or replace function casework_objection_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' or (new.case_id, new.household_id, new.received_on, new.received_by_id,
      new.text) is distinct from (old.case_id, old.household_id, old.received_on,
      old.received_by_id, old.text) then
    raise exception 'an objection is for good' using errcode = 'restrict_violation',
      constraint = 'objection_stays';
  end if;
  if old.outcome <> '' and (new.outcome, new.answer, new.answered_on, new.answered_by_id)
     is distinct from (old.outcome, old.answer, old.answered_on, old.answered_by_id) then
    raise exception 'an answer is for good' using errcode = 'restrict_violation',
      constraint = 'objection_answered_once';
  end if;
  return new;
end $$;

create or replace trigger guard before update or delete on casework_objection
  for each row execute function casework_objection_guard();
