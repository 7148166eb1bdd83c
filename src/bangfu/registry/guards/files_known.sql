-- What an import must know of file numbers that it may not see: whether they are on file, never
-- whose. Acts as the owner over the whole register; gives the name only of what the caller may see.

create or replace function registry_files_known(wanted text[])
  returns table (file_no text, name text, visible boolean)
  language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan set enable_nestloop = off as $$
declare
  reach text := coalesce(current_setting('app.reach', true), '');
  seen bigint[];
begin
  -- Before the whole register is opened: what is seen.
  seen := array(select h.id from registry_household h
                where h.file_no = any(wanted) and registry_in_reach(h));
  perform set_config('app.reach', 'machine', true);
  return query
    select h.file_no::text, s.head_name::text, s.id is not null
    from (select * from registry_household f where f.file_no = any(wanted)) h
    left join (select * from registry_household where id = any(seen)) s on s.id = h.id;
  perform set_config('app.reach', reach, true);
end $$;
