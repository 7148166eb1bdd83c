-- What an import must know of identities that it may not see: whether they are on file, never
-- whose. Of memberships that have ended by the day nothing is told: who left may join elsewhere. Acts as
-- the owner over the whole register; gives file number and name only of what the caller may see. A caller
-- needs the vault's index key to ask.
--
-- It goes table by table over lists of ids, so that the work stays linear whatever the planner
-- believes: for tables that were analysed while empty, any join may compare all rows with all.

create or replace function registry_identities_known(wanted bytea[], day date)
  returns table (blind_index bytea, file_no text, name text, is_worker boolean, visible boolean)
  language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan set enable_nestloop = off as $$
declare
  reach text := coalesce(current_setting('app.reach', true), '');
  secrets bigint[];
  persons bigint[];
  households bigint[];
begin
  perform set_config('app.reach', 'machine', true);
  select array_agg(s.id) into secrets from vault_secrets_alike('id_number', wanted) s;
  select array_agg(p.id), array_agg(distinct p.household_id) into persons, households
    from registry_person p where p.id_secret_id = any(secrets);
  return query
    select k.blind_index, case when k.seen then k.file_no end,
           case when k.seen then k.name end, k.is_worker, k.seen
    from (select s.blind_index, h.file_no::text, p.name::text, m.relation = '本人' as is_worker,
                 h.seen
          from vault_secrets_known(secrets) s
          join (select * from registry_person where id = any(persons)) p on p.id_secret_id = s.id
          join (select * from registry_membership where person_id = any(persons)
                  and (held_until is null or held_until >= day)) m
            on m.person_id = p.id
          join (select f.id, f.file_no, registry_reached(f, reach) as seen
                from registry_household f where f.id = any(households)) h
            on h.id = p.household_id) k;
  perform set_config('app.reach', reach, true);
end $$;
