-- What SQL of other apps may ask of cases. Row-level security holds as for the table; bound bodies, see
-- `registry/versions`.

-- The days on which a household was approved, up to one. (A case has a `day` of its own.)
create or replace function casework_approvals_of(household bigint, up_to date)
  returns table (decided_on date) language sql stable rows 1
begin atomic
  select c.decided_on from casework_case c
  where c.household_id = household and c.state = 'approved' and c.decided_on <= up_to;
end;
