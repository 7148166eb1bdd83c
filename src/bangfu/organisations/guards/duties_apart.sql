-- Who administers users holds no other role on any day.

create or replace function appointment_apart() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.user_id = old.user_id and new.role = old.role
     and new.since >= old.since and (old.until is null or new.until <= old.until) then
    return new;  -- what only ends sooner can't come to overlap
  end if;
  -- Of two appointments of one user at once, the second waits and sees the first.
  perform 1 from accounts_user where id = new.user_id for no key update;
  if exists (
    select 1 from organisations_appointment other
    where other.user_id = new.user_id and other.id <> new.id
      and (other.role = 'administrator') <> (new.role = 'administrator')
      and coalesce(other.until, 'infinity') >= other.since
      and coalesce(new.until, 'infinity') >= new.since
      and other.since <= coalesce(new.until, 'infinity')
      and new.since <= coalesce(other.until, 'infinity')
  ) then
    raise exception 'an administrator holds no other role'
      using errcode = 'exclusion_violation', constraint = 'appointment_administrator_apart';
  end if;
  return new;
end $$;

create or replace trigger apart before insert or update on organisations_appointment
  for each row execute function appointment_apart();
