-- A password that an administrator gives to who decides or moves money opens nothing until another
-- administrator over all their unions has confirmed it. Its owner replaces it then.

create or replace function organisations_decides(asked bigint) returns boolean language sql stable
begin atomic
  select exists (
    select from organisations_appointment a
    where a.user_id = asked and organisations_in_two_hands(a.role)
      and coalesce(a.until, 'infinity') >= greatest(a.since, organisations_today()));
end;

-- Whether one user administers every union in which another holds or will hold something; what
-- was handed over counts for the union that took it up.
create or replace function organisations_keeps(keeper bigint, asked bigint) returns boolean language sql stable
begin atomic
  select not exists (
    select from organisations_appointment a left join organisations_handover h on h.id = a.hand_over_id
    where a.user_id = asked
      and coalesce(a.until, 'infinity') >= greatest(a.since, organisations_today())
      and keeper not in (select organisations_administrators_over(
        coalesce(h.to_union_id, a.union_id), organisations_today())));
end;

create or replace function password_in_two_hands() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare acts bigint := nullif(current_setting('app.user', true), '')::bigint;
begin
  if new.password is distinct from old.password then
    if acts = new.id and old.password_waits then
      raise exception 'another administrator confirms it first' using errcode = 'check_violation',
        constraint = 'user_password_waits';
    end if;
    if acts <> new.id and organisations_decides(new.id) and (not new.password_waits
       or new.password_code <> '' or new.password_given_by_user_id is distinct from acts) then
      raise exception 'another administrator confirms it' using errcode = 'check_violation',
        constraint = 'user_password_given_waits';
    end if;
    return new;
  end if;
  if new.password_given_by_user_id is distinct from old.password_given_by_user_id
     or old.password_code <> '' and new.password_code is distinct from old.password_code
     or old.password_one_time and not new.password_one_time then
    raise exception 'with another password alone' using errcode = 'check_violation',
      constraint = 'user_password_given_stays';
  end if;
  if (new.password_waits, new.password_code, new.password_confirmed_by_user_id) is not distinct from
     (old.password_waits, old.password_code, old.password_confirmed_by_user_id) then
    return new;
  end if;
  if acts is null or acts = new.id or new.password_waits or new.password_code = ''
     or new.password_confirmed_by_user_id is distinct from acts
     or acts is not distinct from old.password_given_by_user_id
     or not organisations_keeps(acts, new.id) then
    raise exception 'confirmed by another administrator over all their unions'
      using errcode = 'check_violation', constraint = 'user_password_confirmed_by_another';
  end if;
  return new;
end $$;

create or replace trigger password_in_two_hands before update on accounts_user
  for each row execute function password_in_two_hands();

-- Who gave a password last is kept when its owner chose another: they second nothing for that officer. The
-- machine's operator clears it, by giving one; a password that is only digested anew says nothing of anybody.
create or replace function password_last_giver() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare acts bigint := nullif(current_setting('app.user', true), '')::bigint;
begin
  if tg_op = 'INSERT' then
    new.password_last_given_by_user_id := coalesce(acts, new.password_last_given_by_user_id);
  elsif new.password is distinct from old.password and acts <> new.id then
    new.password_last_given_by_user_id := acts;
  elsif new.password is distinct from old.password and acts is null and new.password_one_time
     and new.password_set_at is distinct from old.password_set_at then
    new.password_last_given_by_user_id := null;
  else
    new.password_last_given_by_user_id := old.password_last_given_by_user_id;
  end if;
  return new;
end $$;

create or replace trigger last_giver before insert or update on accounts_user
  for each row execute function password_last_giver();
