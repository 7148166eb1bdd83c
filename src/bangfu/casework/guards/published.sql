-- What SQL of other apps may ask of cases. Row-level security holds as for the table, where nothing else is
-- said; bound bodies, see `registry/versions`.

-- The days on which a household was approved, up to one. (A case has a `day` of its own.)
create or replace function casework_approvals_of(household bigint, up_to date)
  returns table (decided_on date) language sql stable rows 1
begin atomic
  select c.decided_on from casework_case c
  where c.household_id = household and c.state = 'approved' and c.decided_on <= up_to;
end;

-- What became of overlaps, by their `pair` (`registry_overlaps`), as each of these households is told that
-- the caller sees: 'both', 'here' or 'elsewhere'. The settlement itself, with its reason, is for who sees
-- both files. Acts as the owner.
create or replace function casework_settled(households bigint[], pairs bytea[])
  returns table (household_id bigint, pair bytea, stands text, decided_on date)
  language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan as $$
declare
  reach text := coalesce(current_setting('app.reach', true), '');
  own bigint[];
begin
  own := array(select f.id from registry_files_of(households) f where registry_in_reach(f));
  perform set_config('app.reach', 'machine', true);
  return query
    select distinct on (side.id, s.pair) side.id, s.pair,
      case when s.belongs_to_id is null then 'both'
           when s.belongs_to_id = side.id then 'here' else 'elsewhere' end, s.decided_on
    from casework_overlapsettlement s
    cross join lateral (values (s.household_id), (s.other_id)) side(id)
    where s.pair = any(pairs) and side.id = any(own)
    order by side.id, s.pair, s.id desc;
  perform set_config('app.reach', reach, true);
end $$;

-- The parameter that holds at a place on a day: its own, else its city's, its province's, else what was shipped;
-- the same as `queries.case_parameters`. No row: it is set nowhere.
create or replace function casework_parameter_in_force(asked_name text, asked_place text, asked_day date)
  returns table (value integer) language sql stable rows 1
begin atomic
  select p.value from casework_caseparameter p
  where p.name = asked_name and p.valid_from <= asked_day
    and (p.place = asked_place or p.place = left(asked_place, 4) || '00'
         or p.place = left(asked_place, 2) || '0000' or p.place = '000000')
  order by p.place = asked_place desc, p.place = left(asked_place, 4) || '00' desc,
    p.place = left(asked_place, 2) || '0000' desc, p.valid_from desc, p.id desc
  limit 1;
end;
