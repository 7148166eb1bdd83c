-- An adopted rule set has every household of its place and below it decided anew: one row, however
-- many they are. Whoever adopts one need not see a single one of them.

create or replace function eligibility_adoption_changed() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  insert into eligibility_redecision (place, from_day)
    select place, min(valid_from) from changed group by place order by place;
  return null;
end $$;

create or replace trigger marks after insert on eligibility_ruleadoption
  referencing new table as changed
  for each statement execute function eligibility_adoption_changed();
