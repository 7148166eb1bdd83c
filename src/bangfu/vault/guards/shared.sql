-- Marks numbers that lie in several households' files, so that what is shared is found without comparing
-- all. A hint that stays: the number may be given up again, and of two files that come in the same moment
-- neither sees the other; whoever must know asks the register (`registry_overlaps`), and where that finds
-- more, it is noted. Acts as the owner, over the whole register.

create or replace function vault_note_shared(households bigint[]) returns void
  language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan set enable_nestloop = off as $$
declare
  reach text := coalesce(current_setting('app.reach', true), '');
  asked_kind text;
  wanted bytea[];
  shared_by_some bytea[];
begin
  perform set_config('app.reach', 'machine', true);
  for asked_kind, wanted in
    select s.kind, array_agg(distinct s.blind_index) from vault_secret s
    where s.household_ref = any(households) group by s.kind
  loop
    shared_by_some := array(
      select s.blind_index from vault_secret s
      where s.kind = asked_kind and s.blind_index = any(wanted)
      group by s.blind_index having count(distinct s.household_ref) > 1);
    update vault_secret s set shared = true
      where s.kind = asked_kind and s.blind_index = any(shared_by_some) and not s.shared;
  end loop;
  perform set_config('app.reach', reach, true);
end $$;

create or replace function vault_numbers_came() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  perform vault_note_shared(array(select distinct m.household_ref from made m));
  return null;
end $$;

create or replace trigger shared after insert on vault_secret
  referencing new table as made for each statement execute function vault_numbers_came();
