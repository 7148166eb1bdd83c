-- What SQL of other apps may ask of determinations. Row-level security holds as for the table; bound
-- bodies, see `registry/versions`.

-- Those in force on a day, as known now, of the households named: one pass over the index for all.
create or replace function eligibility_determined_among(households bigint[], day date)
  returns setof eligibility_determination language sql stable rows 50
begin atomic
  select d.* from eligibility_determination d
  where d.household_id = any(households) and d.holds_from <= day and d.holds_until > day;
end;
