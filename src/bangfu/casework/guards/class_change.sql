-- A class is adjusted by decision alone, of an approved case, from the class that it had to the one that
-- the determination of that day says, by who has the event of it and is not who proposed it. Which duties
-- are kept apart for a case, its events hold (`event.sql`). Counted, not searched for the bad: what the
-- actor can't see is not good.

create or replace function casework_class_change_check() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if (select count(*) from made) <> (
      select count(*) from made m
      join casework_case c on c.id = m.case_id and c.household_id = m.household_id
      cross join lateral eligibility_determined_on(m.household_id, m.holds_from) d
      where c.state = 'approved' and c.decided_on <= m.holds_from
        and d.hardship_class = m.to_class and m.to_class not in ('不符合', '待核实')
        and m.from_class = coalesce((
          select x.to_class from casework_classchange x
          where x.case_id = m.case_id and x.id <> m.id and x.holds_from < m.holds_from
          order by x.holds_from desc limit 1), c.hardship_class)
        and exists (select 1 from casework_caseevent e
          where e.case_id = m.case_id and e.duty = 'casework.adjust' and e.day = m.holds_from
            and e.by_user_id = m.decided_by_id)
        and exists (select 1 from casework_caseevent e
          where e.case_id = m.case_id and e.duty = 'casework.propose'
            and e.by_user_id <> m.decided_by_id)) then
    raise exception 'not an adjustment of this case' using errcode = 'check_violation',
      constraint = 'class_change_as_decided';
  end if;
  return null;
end $$;

create or replace trigger check_made after insert on casework_classchange
  referencing new table as made for each statement execute function casework_class_change_check();
