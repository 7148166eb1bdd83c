-- Within one programme and period no file is given to while another that shares a person or a card with it
-- has an award there, in whatever round and union, unless somebody settled that both are right. Asked as an
-- award takes its place and again as it is paid, over the whole register. Acts of one programme go one after
-- the other, so that of two at once the second sees the first.

-- Which of these households, as far as the caller sees them, share something open with a file that holds a
-- place there: 'person' or 'card'. A card counts that is on both files that day, or on which the other file's
-- award is or was paid. Nothing is told of the other file. `joining` are awards that are about to take their
-- places in that period, whichever they hold until then: a release counts in the season of its own day.
create or replace function rounds_sharing_places(asked_programme bigint, asked_period text,
    but_round bigint, households bigint[], day date, joining bigint[] default '{}')
  returns table (household_id bigint, kind text)
  language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan as $$
declare
  reach text := coalesce(current_setting('app.reach', true), '');
  own bigint[];
begin
  -- Who sees the whole register, as the guards below do, sees these.
  own := case reach when 'machine' then households
    else array(select f.id from registry_files_of(households) f where registry_in_reach(f)) end;
  perform set_config('app.reach', 'machine', true);
  if joining <> '{}' or exists (select from rounds_needclaim k
             where k.programme_id = asked_programme and k.period = asked_period and k.holds
               and k.round_id is distinct from but_round) then
    -- Few files ever had a number of another's; the register is asked about those alone.
    own := array(select s.household_ref from vault_sharing(own) s);
  else
    own := '{}';
  end if;
  if own <> '{}' then
    return query
      with carded as materialized (
        select f.household_id as household, s.blind_index as card
        from registry_register_in_force(day, 'infinity', own) f
        join lateral vault_secret_known(f.card_secret_id) s on true),
      shared as materialized (
        select o.household_id as household, o.kind as number_kind, o.pair, o.other_id as other,
               null::bytea as card
        from registry_overlaps(own, day) o
        union all
        select c.household, 'card', registry_pair_of(c.card, c.household, s.household_ref),
               s.household_ref, c.card
        from vault_secrets_known(array(
          select v.id from vault_secrets_alike('card', array(select card from carded)) v)) s
        join carded c on c.card = s.blind_index and c.household <> s.household_ref),
      holding as materialized (
        select s.* from shared s
        join rounds_needclaim k on k.programme_id = asked_programme and k.household_id = s.other
          and (k.period = asked_period or k.award_id = any(joining))
          and k.holds and k.round_id is distinct from but_round
        join rounds_award a on a.id = k.award_id
        where s.card is null or s.card = coalesce((
          select p.card_index from rounds_payment p where p.award_id = a.id order by p.id desc limit 1),
          a.card_index))
      select distinct h.household, h.number_kind from holding h
      left join casework_settled(array(select household from holding), array(select pair from holding)) t
        on t.household_id = h.household and t.pair = h.pair
      where case h.number_kind when 'card' then t.stands is distinct from 'both'
                               else coalesce(t.stands, 'elsewhere') = 'elsewhere' end;
  end if;
  perform set_config('app.reach', reach, true);
end $$;

create or replace function rounds_refuse_shared_place(asked_programme bigint, asked_period text,
    but_round bigint, households bigint[], day date) returns void language plpgsql
  security definer set search_path = public, pg_temp as $$
declare reach text := coalesce(current_setting('app.reach', true), '');
begin
  -- Drawn from the whole id, which two numbers of 32 bits have no room for.
  perform pg_advisory_xact_lock(hashtextextended('rounds: places of a programme', asked_programme));
  perform set_config('app.reach', 'machine', true);
  if exists (select from rounds_sharing_places(asked_programme, asked_period, but_round, households, day)) then
    raise exception 'another file of the same person or card has an award there'
      using errcode = 'check_violation', constraint = 'place_shared_by_two_files';
  end if;
  perform set_config('app.reach', reach, true);
end $$;

create or replace function rounds_need_claim_alone() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare place record;
begin
  for place in
    select m.programme_id, m.period, m.round_id, m.day, array_agg(m.household_id) as households
    from made m group by 1, 2, 3, 4 order by 1, 2, 3, 4
  loop
    perform rounds_refuse_shared_place(
      place.programme_id, place.period, place.round_id, place.households, place.day);
  end loop;
  return null;
end $$;

create or replace trigger place_alone after insert on rounds_needclaim
  referencing new table as made for each statement execute function rounds_need_claim_alone();

-- As it is paid the same roster counts, too: what two of its files share may have come after it was locked.
-- The place itself is asked again in the same pass (`times_per_season.sql`).
create or replace function rounds_payment_alone() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare place record;
begin
  for place in
    select k.programme_id, k.period, k.day, k.round_id, max(k.nth) as nth, array_agg(k.household_id) as households
    from made m join rounds_needclaim k on k.award_id = m.award_id group by 1, 2, 3, 4 order by 1, 2, 3, 4
  loop
    perform rounds_refuse_out_of_season(place.round_id, place.period, place.day, place.nth);
    if place.day > organisations_today() then
      raise exception 'paid on a day to come' using errcode = 'check_violation',
        constraint = 'place_of_its_season';
    end if;
    perform rounds_refuse_shared_place(
      place.programme_id, place.period, null, place.households, place.day);
  end loop;
  return null;
end $$;

create or replace trigger place_alone after insert on rounds_payment
  referencing new table as made for each statement execute function rounds_payment_alone();
