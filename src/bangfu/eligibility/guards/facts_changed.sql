-- Changed facts mark what was determined from them as stale (待重算), in the same transaction.
-- The lock: whoever changes something shares it until the end of the transaction, whoever assesses
-- has it alone (`eligibility/commands/assess_day.py`). Otherwise an assessment that read before a
-- change was committed, and wrote after it, would wipe its mark out.

create or replace function eligibility_facts_changed() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(7201602021);
  update eligibility_determination d set stale = true
    from changed c where d.household_id = c.household_id and d.day >= c.held_from and not d.stale;
  return null;
end $$;

create or replace trigger stale after insert on registry_householdfacts
  referencing new table as changed for each statement execute function eligibility_facts_changed();

create or replace trigger stale after insert on registry_memberfacts
  referencing new table as changed for each statement execute function eligibility_facts_changed();
