-- A demo stays a demo, and its day moves forward only.

create or replace function installation_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if new.is_demo is distinct from old.is_demo then
    raise exception 'installation kind is for good' using errcode = 'restrict_violation';
  end if;
  if new.demo_day < old.demo_day then
    raise exception 'demo day moves forward only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create or replace trigger guard before update on organisations_installation
  for each row execute function installation_guard();
