-- A new standard has every household of its place and below it decided anew: one row, however many
-- they are. Whoever enters a standard need not see a single one of them.

create or replace function eligibility_standard_changed() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  insert into eligibility_redecision (place, from_day)
    select area_code, min(valid_from) from changed group by area_code order by area_code;
  return null;
end $$;

create or replace trigger marks after insert on standards_localstandard
  referencing new table as changed
  for each statement execute function eligibility_standard_changed();
