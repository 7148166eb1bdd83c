-- A membership that begins or ends on another day marks the household's determinations as stale.

create or replace function eligibility_membership_ended() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(7201602021);
  update eligibility_determination d set stale = true
    from after_it n join before_it o on o.id = n.id
    where d.household_id = n.household_id and not d.stale
      and (o.held_from, o.held_until) is distinct from (n.held_from, n.held_until)
      and d.day >= least(o.held_from, n.held_from, o.held_until, n.held_until);
  return null;
end $$;

create or replace trigger stale after update on registry_membership
  referencing old table as before_it new table as after_it
  for each statement execute function eligibility_membership_ended();
