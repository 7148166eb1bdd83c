from django.db import migrations

ON_FILE = """
create or replace function registry_files_known(wanted text[])
  returns table (file_no text, name text, visible boolean)
  language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan as $$

declare
  reach text := coalesce(current_setting('app.reach', true), '');
  own int := nullif(current_setting('app.union', true), '')::int;
  own_system text := nullif(current_setting('app.system', true), '');
  around int := nullif(current_setting('app.system_union', true), '')::int;

begin
  perform set_config('app.reach', 'machine', true);
  return query
    select k.file_no, case when k.seen then k.head_name end, k.seen
    from (select h.file_no::text, h.head_name::text, coalesce(reach = 'machine' or own in (h.tier1, h.tier2, h.tier3, h.tier4, h.tier5, h.tier6)
      or (h.system = own_system and around in (h.tier1, h.tier2, h.tier3, h.tier4, h.tier5, h.tier6)), false) as seen
          from registry_household h where h.file_no = any(wanted)) k;
  perform set_config('app.reach', reach, true);
end $$;

create or replace function registry_identities_known(wanted bytea[])
  returns table (blind_index bytea, file_no text, name text, is_worker boolean, visible boolean)
  language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan set enable_nestloop = off as $$

declare
  reach text := coalesce(current_setting('app.reach', true), '');
  own int := nullif(current_setting('app.union', true), '')::int;
  own_system text := nullif(current_setting('app.system', true), '');
  around int := nullif(current_setting('app.system_union', true), '')::int;

  secrets bigint[];
  persons bigint[];
  households bigint[];
begin
  perform set_config('app.reach', 'machine', true);
  select array_agg(s.id) into secrets from vault_secret s
    where s.kind = 'id_number' and s.blind_index = any(wanted);
  select array_agg(p.id), array_agg(distinct p.household_id) into persons, households
    from registry_person p where p.id_secret_id = any(secrets);
  return query
    select k.blind_index, case when k.seen then k.file_no end,
           case when k.seen then k.name end, k.is_worker, k.seen
    from (select s.blind_index, h.file_no::text, p.name::text, m.relation = '本人' as is_worker,
                 coalesce(reach = 'machine' or own in (h.tier1, h.tier2, h.tier3, h.tier4, h.tier5, h.tier6)
      or (h.system = own_system and around in (h.tier1, h.tier2, h.tier3, h.tier4, h.tier5, h.tier6)), false) as seen
          from (select * from vault_secret where id = any(secrets)) s
          join (select * from registry_person where id = any(persons)) p on p.id_secret_id = s.id
          join (select * from registry_membership where person_id = any(persons)) m
            on m.person_id = p.id
          join (select * from registry_household where id = any(households)) h
            on h.id = p.household_id) k;
  perform set_config('app.reach', reach, true);
end $$;
"""
UNDO = """
drop function registry_identities_known(bytea[]);
drop function registry_files_known(text[]);
"""
STATISTICS = """
create or replace function registry_renew_statistics(written int) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  set default_statistics_target = 20 as $$
declare known real := (select reltuples from pg_class where oid = 'registry_household'::regclass);
begin
  if written < 50 + 0.1 * greatest(known, 0) then
    return false;
  end if;
  analyze registry_household, vault_secret, registry_person, registry_membership,
    registry_householdfacts, registry_memberfacts, registry_stagedrow;
  return true;
end $$;
"""
NO_STATISTICS = "drop function registry_renew_statistics(int)"


class Migration(migrations.Migration):
    """What an import must know of files it may not see, and fresh statistics after it."""

    dependencies = [("registry", "0001_initial"), ("vault", "0001_initial")]
    operations = [
        migrations.RunSQL(ON_FILE, UNDO),
        migrations.RunSQL(STATISTICS, NO_STATISTICS),
    ]
