-- Nobody has two duties for one round that are kept apart (`acts/guards/duties_apart.sql`). Whoever
-- moves a round holds its row, so that of two moves at once the second sees the first one's event.

create or replace function rounds_event_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if exists (
      select 1 from made m
      join rounds_roundevent e on e.round_id = m.round_id and e.by_user_id = m.by_user_id
      where acts_duties_apart(e.duty, m.duty)) then
    raise exception 'these duties are kept apart'
      using errcode = 'check_violation', constraint = 'event_duties_apart';
  end if;
  return null;
end $$;

create or replace trigger duties_apart after insert on rounds_roundevent
  referencing new table as made for each statement execute function rounds_event_guard();
