-- What SQL of other apps may ask of determinations. Row-level security holds as for the table; bound
-- bodies, see `registry/versions`.

-- The one in force on a day, as known now.
create or replace function eligibility_determined(household bigint, day date)
  returns setof eligibility_determination language sql stable rows 1
begin atomic
  select d.* from eligibility_determination d
  where d.household_id = household and d.holds_from <= day and d.holds_until > day;
end;
