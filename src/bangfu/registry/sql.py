"""What an import must know of files it may not see: whether, never whose.

The functions act as the owner over the whole register and give the file number and the name only
of what the caller may see. A caller needs the vault's index key to ask after an identity.

Each number is looked up by index, whatever the planner believes: right after a large import it
takes the tables for empty, and any other plan would compare every number with every row.
"""

from bangfu.scope.models import TIERS

TIERS_OF_FILE = ", ".join(f"h.{tier}" for tier in TIERS)
CALLER = """
declare
  reach text := coalesce(current_setting('app.reach', true), '');
  own int := nullif(current_setting('app.union', true), '')::int;
  own_system text := nullif(current_setting('app.system', true), '');
  around int := nullif(current_setting('app.system_union', true), '')::int;
"""
BY_INDEX = """set search_path = public, pg_temp set join_collapse_limit = 1
  set enable_seqscan = off set enable_material = off
  set enable_hashjoin = off set enable_mergejoin = off"""
VISIBLE = f"""coalesce(reach = 'machine' or own in ({TIERS_OF_FILE})
      or (h.system = own_system and around in ({TIERS_OF_FILE})), false)"""

ON_FILE = f"""
create or replace function registry_files_known(wanted text[])
  returns table (file_no text, name text, visible boolean)
  language plpgsql security definer {BY_INDEX} as $$
{CALLER}
begin
  perform set_config('app.reach', 'machine', true);
  return query
    select k.file_no, case when k.seen then k.head_name end, k.seen
    from (select h.file_no::text, h.head_name::text, {VISIBLE} as seen
          from unnest(wanted) w(no) join registry_household h on h.file_no = w.no collate "C") k;
  perform set_config('app.reach', reach, true);
end $$;

create or replace function registry_identities_known(wanted bytea[])
  returns table (blind_index bytea, file_no text, name text, is_worker boolean, visible boolean)
  language plpgsql security definer {BY_INDEX} as $$
{CALLER}
begin
  perform set_config('app.reach', 'machine', true);
  return query
    select k.blind_index, case when k.seen then k.file_no end,
           case when k.seen then k.name end, k.is_worker, k.seen
    from (select s.blind_index, h.file_no::text, p.name::text, m.relation = '本人' as is_worker,
                 {VISIBLE} as seen
          from unnest(wanted) w(index)
          join vault_secret s on s.blind_index = w.index and s.kind = 'id_number'
          join registry_person p on p.id_secret_id = s.id
          join registry_membership m on m.person_id = p.id
          join registry_household h on h.id = p.household_id) k;
  perform set_config('app.reach', reach, true);
end $$;
"""

UNDO = """
drop function registry_identities_known(bytea[]);
drop function registry_files_known(text[]);
"""
