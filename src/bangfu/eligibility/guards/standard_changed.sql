-- A new standard marks the determinations of its place as stale. Whoever enters a standard may see
-- no household: the function acts as the owner, over all rows.

create or replace function eligibility_standard_changed() returns trigger language plpgsql
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

create or replace trigger stale after insert on standards_localstandard
  referencing new table as changed
  for each statement execute function eligibility_standard_changed();
