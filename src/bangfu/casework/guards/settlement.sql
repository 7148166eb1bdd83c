-- An overlap is settled by whoever acts, by nobody who brought or submitted either file, and only while
-- the two share that very number and the settler sees both. A version keeps the name of who brought it,
-- so a namesake is refused, too, and no other name in the settlement helps.

create or replace function casework_settlement_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare names text[] := array[new.by_name, accounts_name_of(new.by_user_id)];
begin
  if new.by_user_id is distinct from nullif(current_setting('app.user', true), '')::bigint then
    raise exception 'a settlement is of whoever acts'
      using errcode = 'check_violation', constraint = 'settlement_of_who_acts';
  end if;
  if exists (select from casework_case c where c.household_id in (new.household_id, new.other_id)
               and c.submitted_by_id = new.by_user_id)
     or exists (select from registry_recorders_of(new.household_id) r where r.recorded_by = any(names))
     or exists (select from registry_recorders_of(new.other_id) r where r.recorded_by = any(names)) then
    raise exception 'whoever brought or submitted a file does not settle it'
      using errcode = 'check_violation', constraint = 'settlement_by_another';
  end if;
  if not exists (
      select from registry_overlaps(array[new.household_id], new.decided_on) o
      where o.other_id = new.other_id and o.kind = new.kind and o.pair = new.pair) then
    raise exception 'these files do not share that number'
      using errcode = 'check_violation', constraint = 'settlement_of_an_overlap';
  end if;
  return new;
end $$;

create or replace trigger guard before insert on casework_overlapsettlement
  for each row execute function casework_settlement_guard();
