-- A membership that begins or ends on another day leaves a mark on its household.

create or replace function eligibility_membership_changed() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  insert into eligibility_mark (household_id, from_day)
    select n.household_id, least(o.held_from, n.held_from, o.held_until, n.held_until)
    from after_it n join before_it o on o.id = n.id
    where (o.held_from, o.held_until) is distinct from (n.held_from, n.held_until);
  return null;
end $$;

create or replace trigger marks after update on registry_membership
  referencing old table as before_it new table as after_it
  for each statement execute function eligibility_membership_changed();
