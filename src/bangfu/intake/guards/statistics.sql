-- The same for the rows of imports, after one that renewed the register's; see `registry/statistics`.

create or replace function intake_renew_statistics() returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  set default_statistics_target = 20 as $$
begin
  analyze intake_stagedrow;
  return true;
end $$;
