-- A file that was opened on another day leaves a mark on its household.

create or replace function eligibility_household_changed() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  insert into eligibility_mark (household_id, from_day)
    select c.id, min(c.opened_on) from (
      (select n.id, n.opened_on from after_it n except select o.id, o.opened_on from before_it o)
      union all
      (select o.id, o.opened_on from before_it o except select n.id, n.opened_on from after_it n)) c
    group by c.id;
  return null;
end $$;

create or replace trigger marks after update on registry_household
  referencing old table as before_it new table as after_it
  for each statement execute function eligibility_household_changed();

-- Of a household that moves, whoever decides its range is waited for, and nobody begins to until
-- the move is committed; before the rows that follow the household get its new jurisdiction
-- (z_moved). Else a determination could be written with the jurisdiction from before the move. The
-- keys are those of `commands/taking_marks.py`. Whoever moves it may not see its determinations.
create or replace function eligibility_household_moves() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare reach text := coalesce(current_setting('app.reach', true), '');
begin
  perform pg_advisory_xact_lock_shared(720160, (new.id / 20000)::int);
  if new.file_no <> old.file_no then
    perform set_config('app.reach', 'machine', true);
    update eligibility_determination set file_no = new.file_no where household_id = new.id;
    perform set_config('app.reach', reach, true);
  end if;
  return null;
end $$;

-- Each column by itself: what compares rows is written otherwise once it was backed up and restored.
create or replace trigger y_moves after update on registry_household
  for each row when (old.file_no is distinct from new.file_no
    or old.system is distinct from new.system
    or old.tier1 is distinct from new.tier1 or old.tier2 is distinct from new.tier2
    or old.tier3 is distinct from new.tier3 or old.tier4 is distinct from new.tier4
    or old.tier5 is distinct from new.tier5 or old.tier6 is distinct from new.tier6)
  execute function eligibility_household_moves();
