-- A place of a programme is one of the season that its day lies in, and no more than the programme gives at
-- the round's place on that day, which is none before the round's. Asked as an award takes its place and again
-- as it is paid (`shared_place.sql`), then also that the day has come; from then on it keeps its season
-- (`need_claim.sql`). Unique indexes give each place once; a household and a person hold no more of them,
-- whatever their numbers, behind the programme's lock.

create or replace function rounds_refuse_out_of_season(asked_round bigint, asked_period text, asked_day date,
    asked_nth int) returns void language plpgsql set search_path = public, pg_temp as $$
declare allowed record;
begin
  select p.period, t.times, r.day into allowed from rounds_round r
    cross join lateral programmes_period_of(r.programme_id, r.area_code, asked_day) p
    cross join lateral programmes_times_per_season(r.programme_id, r.area_code, asked_day) t
    where r.id = asked_round;
  if asked_period is distinct from allowed.period or asked_day < allowed.day then
    raise exception 'not the season of that day' using errcode = 'check_violation',
      constraint = 'place_of_its_season';
  end if;
  if (asked_nth <= allowed.times) is not true then
    raise exception 'more awards of a season than the programme gives' using errcode = 'check_violation',
      constraint = 'place_beyond_times';
  end if;
end $$;

-- Over the whole register. Nobody holds two places while none has a number beyond the first.
create or replace function rounds_refuse_beyond_times(asked_round bigint, asked_period text, asked_day date,
    awards bigint[]) returns void language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  reach text := coalesce(current_setting('app.reach', true), '');
  asked_programme bigint;
  most bigint;
begin
  perform set_config('app.reach', 'machine', true);
  select r.programme_id, t.times into asked_programme, most from rounds_round r
    cross join lateral programmes_times_per_season(r.programme_id, r.area_code, asked_day) t
    where r.id = asked_round;
  perform pg_advisory_xact_lock(hashtextextended('rounds: places of a programme', asked_programme));
  if exists (select from rounds_needclaim k
      where k.programme_id = asked_programme and k.period = asked_period and k.holds and k.nth > 1)
    and exists (
      select from (
        select k.award_id,
          count(*) over (partition by k.household_id) + count(*) over (partition by k.payee_index)
            - count(*) over (partition by k.household_id, k.payee_index) as held
        from rounds_needclaim k
        where k.programme_id = asked_programme and k.period = asked_period and k.holds) c
      where c.held > most and c.award_id = any(awards)) then
    raise exception 'more awards of a season than the programme gives' using errcode = 'check_violation',
      constraint = 'place_beyond_times';
  end if;
  perform set_config('app.reach', reach, true);
end $$;

create or replace function rounds_need_claim_in_times() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare place record;
begin
  for place in
    select m.round_id, m.period, m.day, max(m.nth) as nth, array_agg(m.award_id) as awards
    from made m group by 1, 2, 3 order by 1, 2, 3
  loop
    perform rounds_refuse_out_of_season(place.round_id, place.period, place.day, place.nth);
    perform rounds_refuse_beyond_times(place.round_id, place.period, place.day, place.awards);
  end loop;
  return null;
end $$;

create or replace trigger times_in_season after insert on rounds_needclaim
  referencing new table as made for each statement execute function rounds_need_claim_in_times();
