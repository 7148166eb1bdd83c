-- What was brought in vain stands as a pair for who sees both sides, and is put away by another than its
-- bringer and than whoever recorded the file it was met in.
--
-- Written as the owner over the whole register, for the bringer sees neither the file nor the pair; nothing of
-- it is told back. A caller needs the vault's index key to name a number. Table by table over lists of ids,
-- like `identities_known`. A pair that is open already stays as it is. That a number was accepted, whoever
-- decides on pairs does not say: the background finds it (`commands/close_met.py`).

create or replace function registry_keep_met(wanted bytea[], sheets text[], row_numbers int[],
    bringer int, brought_for bigint, batch bigint, held_on date, by_user bigint, by_whom text)
  returns void
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
  insert into registry_metelsewhere (kind, union_id, met_id, secret_id, household_id, batch_ref, sheet,
      row_number, day, by_user_id, by_name, system, put_away_reason, put_away_by_name)
    select 'person', bringer, h.id, s.id, brought_for, batch, coalesce(a.sheet, ''), a.row_number, held_on,
      by_user, by_whom, '', '', ''
    from (select * from unnest(wanted, sheets, row_numbers) u(digest, sheet, row_number)) a
    join (select * from vault_secrets_known(secrets)) s on s.blind_index = a.digest
    join (select * from registry_person where id = any(persons)) p on p.id_secret_id = s.id
    join (select * from registry_membership where person_id = any(persons) and relation = '本人'
            and (held_until is null or held_until >= held_on)) m on m.person_id = p.id
    join (select f.id from registry_household f
            where f.id = any(households) and not registry_reached(f, reach)) h on h.id = p.household_id
    on conflict do nothing;
  perform set_config('app.reach', reach, true);
end $$;

create or replace function registry_met_put_away() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare names text[] := array[new.put_away_by_name, accounts_name_of(new.put_away_by_user_id)];
begin
  if new.accepted_on is distinct from old.accepted_on
     and current_setting('app.reach', true) is distinct from 'machine' then
    raise exception 'the background finds that a number was accepted'
      using errcode = 'check_violation', constraint = 'met_accepted_by_the_background';
  end if;
  if new.put_away_by_user_id is not distinct from old.put_away_by_user_id then
    return new;
  end if;
  if new.put_away_by_user_id is distinct from nullif(current_setting('app.user', true), '')::bigint then
    raise exception 'a pair is put away by whoever acts'
      using errcode = 'check_violation', constraint = 'met_put_away_by_who_acts';
  end if;
  if new.put_away_by_user_id = old.by_user_id or old.by_name = any(names)
     or exists (select from registry_recorders_of(new.met_id) r where r.recorded_by = any(names)) then
    raise exception 'whoever brought or recorded either side does not put the pair away'
      using errcode = 'check_violation', constraint = 'met_put_away_by_another';
  end if;
  return new;
end $$;

create or replace trigger guard before update on registry_metelsewhere
  for each row execute function registry_met_put_away();
