-- What an import must know of file numbers that it may not see: whether they are on file, never
-- whose. Acts as the owner over the whole register; gives the name only of what the caller may see.

create or replace function registry_files_known(wanted text[])
  returns table (file_no text, name text, visible boolean)
  language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan as $$
declare
  reach text := coalesce(current_setting('app.reach', true), '');
begin
  perform set_config('app.reach', 'machine', true);
  return query
    select k.file_no, case when k.seen then k.head_name end, k.seen
    from (select h.file_no::text, h.head_name::text, registry_reached(h, reach) as seen
          from registry_household h where h.file_no = any(wanted)) k;
  perform set_config('app.reach', reach, true);
end $$;
