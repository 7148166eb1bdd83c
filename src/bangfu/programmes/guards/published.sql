-- What SQL of other apps may ask of programmes; the same as `queries.parameter_in_force` and `rules/season`.

-- The value that holds at a place on a day: its own, else the city's, else the province's; of one place the
-- latest begun, then the latest recorded. No row: nothing holds.
create or replace function programmes_value_in_force(asked_programme bigint, asked_place text, asked_name text, asked_day date)
  returns table (value bigint) language sql stable rows 1
begin atomic
  select p.value from programmes_programmeparameter p
  where p.programme_id = asked_programme and p.name = asked_name and p.valid_from <= asked_day
    and p.place <> '000000' and (p.place = asked_place or p.place = left(asked_place, 4) || '00'
                                 or p.place = left(asked_place, 2) || '0000')
  order by p.place = asked_place desc, p.place = left(asked_place, 4) || '00' desc, p.valid_from desc, p.id desc
  limit 1;
end;

-- How often a season; once, where nothing is entered.
create or replace function programmes_times_per_season(asked_programme bigint, asked_place text, asked_day date)
  returns table (times bigint) language sql stable rows 1
begin atomic
  select coalesce((select v.value from programmes_value_in_force(
    asked_programme, asked_place, 'times_per_season', asked_day) v), 1);
end;

-- The season that a day lies in, as a key: "2010-07"; from January, where nothing is entered.
create or replace function programmes_period_of(asked_programme bigint, asked_place text, asked_day date)
  returns table (period text) language sql stable rows 1
begin atomic
  select lpad((extract(year from asked_day)::int - (extract(month from asked_day)::int < s.month)::int)::text, 4, '0')
      || '-' || lpad(s.month::text, 2, '0')
  from (select coalesce((select v.value from programmes_value_in_force(
      asked_programme, asked_place, 'season_starts_month', asked_day) v),
                        1)::int as month) s;
end;
