-- Changed facts leave a mark (待重算) on their household, in the same transaction, so that no way of
-- changing one can forget it. A mark is only inserted and has no unique key: a change never waits
-- for another, nor for whoever decides, and locks nothing of a determination.

create or replace function eligibility_facts_changed() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  insert into eligibility_mark (household_id, from_day)
    select household_id, min(held_from) from changed group by household_id;
  return null;
end $$;

create or replace trigger marks after insert on registry_householdfacts
  referencing new table as changed for each statement execute function eligibility_facts_changed();

create or replace trigger marks after insert on registry_memberfacts
  referencing new table as changed for each statement execute function eligibility_facts_changed();
