-- Overlaps of files: one person in two of them, worker or member, or one card for two, on a day and over
-- the whole register. Derived from what is on file; nothing is kept of it.
--
-- They go table by table over lists of ids, like `identities_known`, so that what is asked costs
-- what is asked of: for tables that were analysed while empty, any join may compare all rows with all.

-- Who holds these numbers on that day, in the caller's sight: a person as worker or member, a card by the
-- version in force.
create or replace function registry_numbers_held(asked_kind text, wanted bytea[], day date)
  returns table (household_id bigint, shared_index bytea, name text, relation text)
  language plpgsql stable set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan set enable_nestloop = off as $$
declare
  secrets bigint[];
  held bigint[];
begin
  select coalesce(array_agg(s.id), '{}') into secrets from vault_secrets_alike(asked_kind, wanted) s;
  if asked_kind = 'card' then
    select coalesce(array_agg(distinct s.household_ref), '{}') into held from vault_secrets_known(secrets) s;
    return query
      select f.household_id, s.blind_index, f.name::text, ''
      from vault_secrets_known(secrets) s
      join (select * from registry_register_in_force(day, 'infinity', held)) f
        on f.card_secret_id = s.id;
    return;
  end if;
  select coalesce(array_agg(p.id), '{}') into held
    from registry_person p where p.id_secret_id = any(secrets);
  return query
    select m.household_id, s.blind_index, p.name::text, m.relation::text
    from vault_secrets_known(secrets) s
    join (select * from registry_person where id = any(held)) p on p.id_secret_id = s.id
    join (select * from registry_membership where person_id = any(held)) m on m.person_id = p.id
    where m.held_from <= day and (m.held_until is null or m.held_until >= day);
end $$;

-- The numbers of these files on that day: of their persons, or of their cards in force.
create or replace function registry_numbers_of(asked_kind text, households bigint[], day date)
  returns bytea[] language plpgsql stable set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan set enable_nestloop = off as $$
declare secrets bigint[];
begin
  if asked_kind = 'card' then
    select array_agg(f.card_secret_id) into secrets
      from registry_register_in_force(day, 'infinity', households) f;
  else
    select array_agg(p.id_secret_id) into secrets from registry_person p where p.id = any(array(
      select m.person_id from registry_membership m where m.household_id = any(households)
        and m.held_from <= day and (m.held_until is null or m.held_until >= day)));
  end if;
  return coalesce((select array_agg(distinct s.blind_index) from vault_secrets_known(secrets) s), '{}');
end $$;

-- What tells an overlap of two files by one number from all others, and nothing of the file out of sight.
create or replace function registry_pair_of(shared_index bytea, household bigint, other bigint)
  returns bytea language sql immutable set search_path = public, pg_temp as $$
  select sha256(shared_index || int8send(least(household, other)) || int8send(greatest(household, other)))
$$;

-- Whether a file lies in a jurisdiction: that of the caller, whose settings stay while a function opens the
-- register, but for the reach that it had before.
create or replace function registry_reached(file registry_household, reach text) returns boolean
  language sql stable
begin atomic
  select coalesce(
    reach = 'machine'
    or nullif(current_setting('app.union', true), '')::int
      in (file.tier1, file.tier2, file.tier3, file.tier4, file.tier5, file.tier6)
    or (file.system = nullif(current_setting('app.system', true), '')
      and nullif(current_setting('app.system_union', true), '')::int
        in (file.tier1, file.tier2, file.tier3, file.tier4, file.tier5, file.tier6)), false);
end;

-- Of the caller as it is now: said beside the policy, so that either holds alone. Both are part of the
-- statement that asks: a function with settings of its own would be planned anew for each file.
create or replace function registry_in_reach(file registry_household) returns boolean
  language sql stable
begin atomic
  select registry_reached(file, current_setting('app.reach', true));
end;

-- The overlaps of these households, as far as the caller sees them, with any other file, wherever it lies.
-- `name`, `relation`: whose number it is in the caller's file, '' of a card's relation. Of the other file
-- number, worker's name and the person's relation there are told to who sees it; else only that there is one.
create or replace function registry_overlaps(households bigint[], day date)
  returns table (household_id bigint, kind text, shared_index bytea, pair bytea, name text, relation text,
    other_id bigint, other_file_no text, other_head_name text, other_relation text)
  language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan set enable_nestloop = off as $$
declare
  reach text := coalesce(current_setting('app.reach', true), '');
  own bigint[];
  persons bytea[];
  cards bytea[];
  all_of_them bigint[];
  seen bigint[];
begin
  -- Before the whole register is opened, and once more for the others: what is seen.
  select coalesce(array_agg(h.id), '{}') into own from registry_household h
    where h.id = any(households) and registry_in_reach(h);
  perform set_config('app.reach', 'machine', true);
  -- Most files never had a number of another's: nothing more is asked of those.
  own := array(select s.household_ref from vault_sharing(own) s);
  if own = '{}' then
    perform set_config('app.reach', reach, true);
    return;
  end if;
  persons := registry_numbers_of('id_number', own, day);
  cards := registry_numbers_of('card', own, day);
  with held as (
    select 'id_number' as number_kind, n.* from registry_numbers_held('id_number', persons, day) n
    union all
    select 'card', n.* from registry_numbers_held('card', cards, day) n),
  shared as (
    select h.number_kind, h.shared_index as digest, array_agg(distinct h.household_id) as holders from held h
    group by 1, 2 having count(distinct h.household_id) > 1)
  select coalesce(array_agg(s.digest) filter (where s.number_kind = 'id_number'), '{}'),
         coalesce(array_agg(s.digest) filter (where s.number_kind = 'card'), '{}'),
         coalesce((select array_agg(distinct one) from shared x, unnest(x.holders) one), '{}')
    into persons, cards, all_of_them from shared s;
  perform set_config('app.reach', reach, true);
  if all_of_them = '{}' then
    return;
  end if;
  select coalesce(array_agg(h.id), '{}') into seen from registry_household h
    where h.id = any(all_of_them) and registry_in_reach(h);
  perform set_config('app.reach', 'machine', true);
  return query
    with held as materialized (
      select 'person' as number_kind, n.* from registry_numbers_held('id_number', persons, day) n
      union all
      select 'card', n.* from registry_numbers_held('card', cards, day) n)
    select distinct on (a.household_id, a.number_kind, a.shared_index, b.household_id)
      a.household_id, a.number_kind, a.shared_index,
      registry_pair_of(a.shared_index, a.household_id, b.household_id), a.name, a.relation,
      f.id, f.file_no::text, f.head_name::text, case when f.id is not null then b.relation end
    from held a
    join held b on b.number_kind = a.number_kind and b.shared_index = a.shared_index
      and b.household_id <> a.household_id
    left join (select * from registry_household where id = any(seen)) f on f.id = b.household_id
    where a.household_id = any(own)
    order by a.household_id, a.number_kind, a.shared_index, b.household_id;
  perform set_config('app.reach', reach, true);
end $$;

-- Which files hold these numbers on that day, for what is not on file yet: their numbers where the caller sees
-- them, else that there is one. A caller needs the vault's index key to ask.
create or replace function registry_numbers_known(asked_kind text, wanted bytea[], day date)
  returns table (shared_index bytea, file_no text)
  language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan set enable_nestloop = off as $$
declare
  reach text := coalesce(current_setting('app.reach', true), '');
  holding bigint[];
  seen bigint[];
begin
  perform set_config('app.reach', 'machine', true);
  holding := array(select distinct n.household_id from registry_numbers_held(asked_kind, wanted, day) n);
  perform set_config('app.reach', reach, true);
  seen := array(select h.id from registry_household h where h.id = any(holding) and registry_in_reach(h));
  perform set_config('app.reach', 'machine', true);
  return query
    select distinct n.shared_index, h.file_no::text
    from registry_numbers_held(asked_kind, wanted, day) n
    left join (select * from registry_household where id = any(seen)) h on h.id = n.household_id;
  perform set_config('app.reach', reach, true);
end $$;
