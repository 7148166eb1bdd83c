-- What SQL of other apps may ask of determinations. Row-level security holds as for the table; bound
-- bodies, see `registry/versions`.

-- Those in force on a day, as known now, of the households named: one pass over the index for all.
create or replace function eligibility_determined_among(households bigint[], day date)
  returns setof eligibility_determination language sql stable rows 50
begin atomic
  select d.* from eligibility_determination d
  where d.household_id = any(households) and d.holds_from <= day and d.holds_until > day;
end;

-- The one in force on a day, as known now, of a household: pulled into the asking query, whose planner
-- compares set with set.
create or replace function eligibility_determined_on(household bigint, day date)
  returns setof eligibility_determination language sql stable rows 1
begin atomic
  select d.* from eligibility_determination d
  where d.household_id = household and d.holds_from <= day and d.holds_until > day;
end;

-- Everybody who is to be decided anew for a day (待重算), some more than once.
create or replace function eligibility_waiting_on(day date) returns table (household_id bigint)
  language sql stable rows 50
begin atomic
  select w.household_id from eligibility_waiting w where w.from_day <= day and w.until_day > day;
end;

-- All of a household that hold after a day, as known now.
create or replace function eligibility_determined_from(household bigint, day date)
  returns setof eligibility_determination language sql stable rows 2
begin atomic
  select d.* from eligibility_determination d
  where d.household_id = household and d.holds_until > day;
end;

-- Whether the register has a file that begins after a day. A list asks it before it counts which of its own
-- do: on most days none does. Acts as the owner, for to look among one's own files alone would walk past all
-- others; that a file begins somewhere tells nothing of anybody.
create or replace function eligibility_begins_later(day date) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  reach text := coalesce(current_setting('app.reach', true), '');
  last_begun date;
begin
  perform set_config('app.reach', 'machine', true);
  select max(d.holds_from) into last_begun from eligibility_determination d where d.follows is null;
  perform set_config('app.reach', reach, true);
  return coalesce(last_begun > day, false);
end $$;
