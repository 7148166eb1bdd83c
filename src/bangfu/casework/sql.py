"""The database holds the way of a case: which state may follow which, and no end is undone.

And an objection stays what was objected, answered once. The table is `rules.states`; the unit tests compare the two.
"""

FOLLOWS = (
    ("submitted", "checked"),
    ("submitted", "returned"),
    ("checked", "posted"),
    ("checked", "returned"),
    ("posted", "approved"),
    ("posted", "refused"),
    ("posted", "returned"),
)
PAIRS = ", ".join(f"('{origin}', '{target}')" for origin, target in FOLLOWS)

GUARD = f"""
create function casework_case_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'submitted' then
      raise exception 'a case begins submitted'
        using errcode = 'check_violation', constraint = 'case_begins_submitted';
    end if;
    return new;
  end if;
  if new.state <> old.state and (old.state, new.state) not in ({PAIRS}) then
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
create trigger guard before insert or update on casework_case
  for each row execute function casework_case_guard();
"""

UNDO = """
drop trigger guard on casework_case;
drop function casework_case_guard();
"""

# What is objected is for good, and so is its answer; a scope move re-stamps columns only.
OBJECTION_GUARD = """
create or replace function casework_objection_guard() returns trigger language plpgsql as $$
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
create trigger guard before update or delete on casework_objection
  for each row execute function casework_objection_guard();
"""
UNDO_OBJECTION_GUARD = """
drop trigger guard on casework_objection;
drop function casework_objection_guard();
"""
