-- A case begins submitted and goes only the listed ways; no end is undone; what was submitted and
-- what was decided stay. The pairs repeat `casework/rules/states.py`; a unit test compares the two.

create or replace function casework_case_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'submitted' or num_nonnulls(new.checked_by_id, new.posted_by_id, new.decided_by_id,
         new.decided_on, new.notice_id, new.notice_seq, new.posting_ends_on) > 0 or new.proposed_class <> '' then
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
  if (new.household_id, new.submitted_by_id, new.day, new.known_at, new.facts_id,
      new.determination_id, new.hardship_class, new.income_fen, new.essential_fen, new.size,
      new.standard_fen, new.rule_set)
     is distinct from (old.household_id, old.submitted_by_id, old.day, old.known_at, old.facts_id,
      old.determination_id, old.hardship_class, old.income_fen, old.essential_fen, old.size,
      old.standard_fen, old.rule_set) then
    raise exception 'what was submitted stays'
      using errcode = 'check_violation', constraint = 'case_submission_stays';
  end if;
  if old.state in ('approved', 'refused', 'returned')
     and (new.checked_by_id, new.posted_by_id, new.decided_by_id, new.decided_on, new.notice_id,
      new.notice_seq, new.posting_ends_on)
     is distinct from (old.checked_by_id, old.posted_by_id, old.decided_by_id, old.decided_on,
      old.notice_id, old.notice_seq, old.posting_ends_on) then
    raise exception 'what was decided stays'
      using errcode = 'check_violation', constraint = 'case_decision_stays';
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
