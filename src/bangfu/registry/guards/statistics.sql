-- Renews the planner's statistics after much was written. Only an owner may ANALYZE. The rule is
-- autovacuum's own; waiting for that takes a minute, in which every page would be planned for empty
-- tables. A small sample is enough until it comes.

create or replace function registry_renew_statistics(written int) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  set default_statistics_target = 20 as $$
declare known real := (select reltuples from pg_class where oid = 'registry_household'::regclass);
begin
  if written < 50 + 0.1 * greatest(known, 0) then
    return false;
  end if;
  analyze registry_household, registry_person, registry_membership, registry_householdfacts,
    registry_memberfacts;
  perform vault_renew_statistics();
  return true;
end $$;
