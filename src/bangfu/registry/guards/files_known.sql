-- What an import must know of file numbers that it may not see: whether they are on file, never
-- whose. Acts as the owner over the whole register; gives the name only of what the caller may see.

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
    from (select h.file_no::text, h.head_name::text,
                 coalesce(reach = 'machine'
                   or own in (h.tier1, h.tier2, h.tier3, h.tier4, h.tier5, h.tier6)
                   or (h.system = own_system
                       and around in (h.tier1, h.tier2, h.tier3, h.tier4, h.tier5, h.tier6)),
                   false) as seen
          from registry_household h where h.file_no = any(wanted)) k;
  perform set_config('app.reach', reach, true);
end $$;
