-- What SQL of other apps may ask of determinations: whether a day's answer is now another than the one
-- that somebody relied on, or is to be decided anew (待重算). A row if so.

create or replace function eligibility_decided_otherwise(
    household bigint, asked_day date, relied_on text)
  returns table (household_id bigint) language sql stable rows 1
begin atomic
  select d.household_id from eligibility_determination d
  where d.household_id = household and d.day = asked_day
    and (d.stale or d.hardship_class <> relied_on);
end;
