from django.db import migrations

MARK_STALE = """
create function eligibility_facts_changed() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(7201602021);
  update eligibility_determination d set stale = true
    from changed c where d.household_id = c.household_id and d.day >= c.held_from and not d.stale;
  return null;
end $$;
create trigger stale after insert on registry_householdfacts
  referencing new table as changed for each statement execute function eligibility_facts_changed();
create trigger stale after insert on registry_memberfacts
  referencing new table as changed for each statement execute function eligibility_facts_changed();

create function eligibility_household_came_in() returns trigger language plpgsql as $$
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
create trigger stale_from_birth after insert on registry_householdfacts
  referencing new table as changed
  for each statement execute function eligibility_household_came_in();

create function eligibility_membership_ended() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(7201602021);
  update eligibility_determination d set stale = true
    from after_it n join before_it o on o.id = n.id
    where d.household_id = n.household_id and not d.stale
      and (o.held_from, o.held_until) is distinct from (n.held_from, n.held_until)
      and d.day >= least(o.held_from, n.held_from, o.held_until, n.held_until);
  return null;
end $$;
create trigger stale after update on registry_membership
  referencing old table as before_it new table as after_it
  for each statement execute function eligibility_membership_ended();

-- Whoever enters a standard or adopts a rule set may see no household: the marking acts as owner.
create function eligibility_standard_changed() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare reach text := coalesce(current_setting('app.reach', true), '');
begin
  perform pg_advisory_xact_lock_shared(7201602021);
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
  perform pg_advisory_xact_lock_shared(7201602021);
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
drop trigger stale on registry_membership;
drop function eligibility_membership_ended();
drop trigger stale_from_birth on registry_householdfacts;
drop function eligibility_household_came_in();
drop trigger stale on registry_memberfacts;
drop trigger stale on registry_householdfacts;
drop function eligibility_facts_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("eligibility", "0001_initial"),
        ("registry", "0001_initial"),
        ("standards", "0001_initial"),
    ]
    operations = [migrations.RunSQL(MARK_STALE, UNDO)]
