"""Determinations go stale (待重算) in the transaction that changes what they stand on.

Held by the database, so that no way of changing a fact, a standard or an adoption can forget it.
"""

MARK_STALE = """
create function eligibility_facts_changed() returns trigger language plpgsql as $$
begin
  update eligibility_determination d set stale = true
    from changed c where d.household_id = c.household_id and d.day >= c.held_from and not d.stale;
  return null;
end $$;
create trigger stale after insert on registry_householdfacts
  referencing new table as changed for each statement execute function eligibility_facts_changed();
create trigger stale after insert on registry_memberfacts
  referencing new table as changed for each statement execute function eligibility_facts_changed();

-- Whoever enters a standard or adopts a rule set may see no household: the marking acts as owner.
create function eligibility_standard_changed() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare reach text := coalesce(current_setting('app.reach', true), '');
begin
  perform set_config('app.reach', 'machine', true);
  update eligibility_determination d set stale = true
    from changed c
    where d.day >= c.valid_from and not d.stale and c.area_code in
      (d.area_code, left(d.area_code, 4) || '00', left(d.area_code, 2) || '0000');
  perform set_config('app.reach', reach, true);
  return null;
end $$;
create trigger stale after insert on standards_localstandard
  referencing new table as changed
  for each statement execute function eligibility_standard_changed();

create function eligibility_adoption_changed() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare reach text := coalesce(current_setting('app.reach', true), '');
begin
  perform set_config('app.reach', 'machine', true);
  update eligibility_determination d set stale = true
    from changed c
    where d.day >= c.valid_from and not d.stale and c.place in
      (d.area_code, left(d.area_code, 4) || '00', left(d.area_code, 2) || '0000');
  perform set_config('app.reach', reach, true);
  return null;
end $$;
create trigger stale after insert on eligibility_ruleadoption
  referencing new table as changed
  for each statement execute function eligibility_adoption_changed();
"""

UNDO = """
drop trigger stale on eligibility_ruleadoption;
drop function eligibility_adoption_changed();
drop trigger stale on standards_localstandard;
drop function eligibility_standard_changed();
drop trigger stale on registry_memberfacts;
drop trigger stale on registry_householdfacts;
drop function eligibility_facts_changed();
"""
