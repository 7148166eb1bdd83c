-- A household that comes into an assessed day gets its row at once, 待核实 and stale, and is counted.

create or replace function eligibility_household_came_in() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  insert into eligibility_determination (household_id, day, hardship_class, missing, excluded,
      rule_set, area_code, area_name, own_system, persons, main_cause, facts_id, stale)
    select distinct on (c.household_id, a.day) c.household_id, a.day, '待核实', '{}', '{}',
      '', c.area_code, c.area_name, c.own_system, 1, c.main_cause, c.id, true
    from changed c join eligibility_assessedday a on a.day >= c.held_from
    order by c.household_id, a.day, c.held_from desc, c.id desc
  on conflict (household_id, day) do nothing;
  return null;
end $$;

create or replace trigger stale_from_birth after insert on registry_householdfacts
  referencing new table as changed
  for each statement execute function eligibility_household_came_in();
