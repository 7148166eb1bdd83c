-- What determinations say is tallied in the transaction that says it, by union, so that figures need
-- not read every household. A row that begins adds from its first day on, and takes away from the day
-- it ends; a statement appends sums, however many households it writes. A household that moves takes
-- its counts along; a union that moves does not change them (its tallies follow it by themselves).
--
-- Days that are long past share a row: figures of those are asked for rarely, and then counted.

create or replace function eligibility_tallied() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare
  changed constant text := case tg_op
    when 'INSERT' then 'select made.*, 1 as sign from made'
    when 'DELETE' then 'select gone.*, -1 as sign from gone'
    else 'select made.*, 1 as sign from made union all select gone.*, -1 from gone'
  end;
  settled constant date := organisations_today() - 62;
begin
  execute format($tally$
    insert into eligibility_tally (union_id, system, kind, code, name, hardship_class, since, day,
      households, persons, is_new)
    select c.union_id, c.system, t.kind, t.code, t.name, t.hardship_class, min(c.day), max(c.day),
      sum(c.households), sum(c.persons), true
    from (
      select coalesce(d.tier6, d.tier5, d.tier4, d.tier3, d.tier2, d.tier1) as union_id, d.system,
        d.area_code, d.area_name, d.own_system, d.main_cause, d.hardship_class, e.day,
        sum(d.sign * e.sign) as households, sum(d.sign * e.sign * d.persons) as persons
      from (%s) d
      cross join lateral (values (d.holds_from, 1), (d.holds_until, -1)) e(day, sign)
      where e.day < date '9999-12-31'
      group by 1, 2, 3, 4, 5, 6, 7, 8
      having sum(d.sign * e.sign) <> 0 or sum(d.sign * e.sign * d.persons) <> 0
    ) c
    cross join lateral (values
      ('area', c.area_code, c.area_name, c.hardship_class),
      ('system', c.own_system, '', c.hardship_class),
      ('cause', c.main_cause, '', '')
    ) t(kind, code, name, hardship_class)
    group by 1, 2, 3, 4, 5, 6, case when c.day > $1 then c.day end
    having sum(c.households) <> 0 or sum(c.persons) <> 0 or min(c.day) < max(c.day)
    order by 1, 3, 4
  $tally$, changed) using settled;
  return null;
end $$;

-- Files are tallied by the month they were opened in.
create or replace function eligibility_files_tallied() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare
  changed constant text := case tg_op
    when 'INSERT' then 'select made.*, 1 as sign from made'
    when 'DELETE' then 'select gone.*, -1 as sign from gone'
    else 'select made.*, 1 as sign from made union all select gone.*, -1 from gone'
  end;
  settled constant date := organisations_today() - 62;
begin
  execute format($tally$
    insert into eligibility_tally (union_id, system, kind, code, name, hardship_class, since, day,
      households, persons, is_new)
    select c.union_id, c.system, 'opened', to_char(c.day, 'YYYY-MM'), '', '', min(c.day), max(c.day),
      sum(c.households), 0, true
    from (
      select h.union_id, h.system, h.opened_on as day, sum(h.sign) as households
      from (%s) h group by 1, 2, 3 having sum(h.sign) <> 0
    ) c
    group by 1, 2, 4, case when c.day > $1 then c.day end
    having sum(c.households) <> 0 or min(c.day) < max(c.day)
    order by 1, 4
  $tally$, changed) using settled;
  return null;
end $$;

create or replace trigger c_tallied after insert on registry_household
  referencing new table as made for each statement execute function eligibility_files_tallied();

create or replace trigger c_tallied_away after delete on registry_household
  referencing old table as gone for each statement execute function eligibility_files_tallied();

create or replace trigger c_tallied_again after update on registry_household
  referencing old table as gone new table as made
  for each statement execute function eligibility_files_tallied();

create or replace trigger c_tallied after insert on eligibility_determination
  referencing new table as made for each statement execute function eligibility_tallied();

create or replace trigger c_tallied_away after delete on eligibility_determination
  referencing old table as gone for each statement execute function eligibility_tallied();

create or replace trigger c_tallied_again after update on eligibility_determination
  referencing old table as gone new table as made
  for each statement execute function eligibility_tallied();
