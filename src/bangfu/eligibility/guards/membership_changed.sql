-- A membership that begins or ends on another day leaves a mark on its household.

create or replace function eligibility_membership_changed() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  insert into eligibility_mark (household_id, from_day)
    select c.household_id, least(min(c.held_from), min(c.held_until)) from (
      (select n.id, n.household_id, n.held_from, n.held_until from after_it n
       except select o.id, o.household_id, o.held_from, o.held_until from before_it o)
      union all
      (select o.id, o.household_id, o.held_from, o.held_until from before_it o
       except select n.id, n.household_id, n.held_from, n.held_until from after_it n)) c
    group by c.id, c.household_id;
  return null;
end $$;

create or replace trigger marks after update on registry_membership
  referencing old table as before_it new table as after_it
  for each statement execute function eligibility_membership_changed();
