-- Nobody has two duties for one case that are kept apart (`acts/guards/duties_apart.sql`); having brought
-- its facts in counts as one of them (`bringing.sql`). Whoever moves a case holds its row, so that of two
-- moves at once the second sees the first one's event.

create or replace function casework_event_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if exists (
      select 1 from made m
      join casework_caseevent e on e.case_id = m.case_id and e.by_user_id = m.by_user_id
      where acts_duties_apart(e.duty, m.duty)) then
    raise exception 'these duties are kept apart'
      using errcode = 'check_violation', constraint = 'event_duties_apart';
  end if;
  perform casework_refuse_bringers(array_agg(m.case_id), m.by_user_id, m.day)
  from made m where acts_duties_apart('registry.record', m.duty) group by m.by_user_id, m.day;
  return null;
end $$;

create or replace trigger duties_apart after insert on casework_caseevent
  referencing new table as made for each statement execute function casework_event_guard();
