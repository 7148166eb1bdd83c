-- Renews the planner's statistics of sealed numbers, after many came in; see `registry/statistics`.

create or replace function vault_renew_statistics() returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  set default_statistics_target = 20 as $$
begin
  analyze vault_secret;
  return true;
end $$;
