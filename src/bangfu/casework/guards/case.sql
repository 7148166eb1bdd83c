-- A case begins submitted and goes only the listed ways; no end is undone, and what was submitted
-- stays. The pairs repeat `casework/rules/states.py`; a unit test compares the two.

create or replace function casework_case_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'submitted' then
      raise exception 'a case begins submitted'
        using errcode = 'check_violation', constraint = 'case_begins_submitted';
    end if;
    return new;
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
      ('submitted', 'checked'), ('submitted', 'returned'),
      ('checked', 'posted'), ('checked', 'returned'),
      ('posted', 'approved'), ('posted', 'refused'), ('posted', 'returned')) then
    raise exception 'no way from % to %', old.state, new.state
      using errcode = 'check_violation', constraint = 'case_follows_the_table';
  end if;
  if (new.household_id, new.submitted_by_id, new.day, new.facts_id)
     is distinct from (old.household_id, old.submitted_by_id, old.day, old.facts_id) then
    raise exception 'what was submitted stays'
      using errcode = 'check_violation', constraint = 'case_submission_stays';
  end if;
  if new.state in ('approved', 'refused') and new.state <> old.state and exists
     (select 1 from casework_objection o where o.case_id = new.id and o.outcome = '') then
    raise exception 'objections are open'
      using errcode = 'check_violation', constraint = 'case_objections_answered';
  end if;
  return new;
end $$;

create or replace trigger guard before insert or update on casework_case
  for each row execute function casework_case_guard();
