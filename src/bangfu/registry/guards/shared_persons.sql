-- Which of these households have somebody, worker or member on that day, who is in another file as well,
-- wherever that file lies: a yes or no for each household that the caller sees, and nothing of the other.
-- Acts as the owner over the whole register.
--
-- It goes table by table over lists of ids, like `identities_known`: what is asked costs what is asked of.

create or replace function registry_households_sharing(households bigint[], day date)
  returns table (household_id bigint) language plpgsql security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set enable_nestloop = off
  as $$
declare
  reach text := coalesce(current_setting('app.reach', true), '');
  seen bigint[];
  secrets bigint[];
  digests bytea[];
  persons bigint[];
begin
  -- Before the whole register is opened: the policy leaves what the caller sees.
  select array_agg(h.id) into seen from registry_household h where h.id = any(households);
  perform set_config('app.reach', 'machine', true);
  select array_agg(m.person_id) into persons from registry_membership m
    where m.household_id = any(seen) and m.held_from <= day
      and (m.held_until is null or m.held_until >= day);
  select array_agg(p.id_secret_id) into secrets from registry_person p where p.id = any(persons);
  select array_agg(distinct s.blind_index) into digests from vault_secrets_known(secrets) s;
  select array_agg(s.id) into secrets from vault_secrets_alike('id_number', digests) s;
  select array_agg(p.id) into persons from registry_person p where p.id_secret_id = any(secrets);
  return query
    with held as materialized (
      select m.household_id as household, s.blind_index
      from vault_secrets_known(secrets) s
      join (select p.id, p.id_secret_id from registry_person p where p.id = any(persons)) p
        on p.id_secret_id = s.id
      join (select m.household_id, m.person_id from registry_membership m
            where m.person_id = any(persons) and m.held_from <= day
              and (m.held_until is null or m.held_until >= day)) m on m.person_id = p.id)
    select a.household from held a
    where a.household = any(seen) and exists (
      select from held b where b.blind_index = a.blind_index and b.household <> a.household)
    group by a.household;
  perform set_config('app.reach', reach, true);
end $$;
