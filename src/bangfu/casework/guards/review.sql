-- What approved households are to be reviewed for is written with what it follows from: an approval,
-- or a determination that says another class than was approved. Derived, so that a list need not
-- compare every approval with every determination; nobody is paid by it.

-- All rows of these households anew, by their newest approval. Where a household moves, its
-- determinations follow before its cases do.
create or replace function casework_reviews_renew(households bigint[]) returns void
  language plpgsql set search_path = public, pg_temp as $$
begin
  perform 1 from casework_review r where r.household_id = any(households) order by r.id for update;
  delete from casework_review r where r.household_id = any(households);
  insert into casework_review (household_id, case_id, hardship_class, class_then, decided_on, from_day,
    until_day, due_order, tier1, tier2, tier3, tier4, tier5, tier6, system)
  select c.household_id, c.id, c.hardship_class, t.class_then, c.decided_on, t.from_day, t.until_day,
    to_char(t.from_day, 'YYYYMMDD') || lpad(c.household_id::text, 16, '0'),
    h.tier1, h.tier2, h.tier3, h.tier4, h.tier5, h.tier6, h.system
  from (
    select distinct on (a.household_id) a.id, a.household_id, a.decided_on,
      coalesce((select x.to_class from casework_classchange x where x.case_id = a.id
                order by x.holds_from desc limit 1), a.hardship_class) as hardship_class
    from casework_case a
    where a.household_id = any(households) and a.state = 'approved'
    order by a.household_id, a.decided_on desc, a.id desc
  ) c
  cross join lateral registry_file_of(c.household_id) h
  cross join lateral (
    select '', c.decided_on, date '9999-12-31'
    union all
    select d.hardship_class, greatest(d.holds_from, c.decided_on), d.holds_until
    from eligibility_determined_from(c.household_id, c.decided_on) d
    where d.hardship_class <> c.hardship_class
  ) t(class_then, from_day, until_day)
  on conflict do nothing;
end $$;

-- Whoever decides the range of a household whose approval is being written is waited for, and nobody
-- begins to until it is committed, as where a household moves (`eligibility/guards/household_changed`):
-- else neither would see what the other wrote.
create or replace function casework_approved_among(households bigint[]) returns void
  language plpgsql set search_path = public, pg_temp as $$
begin
  if cardinality(households) > 0 then
    perform pg_advisory_xact_lock_shared(720160, r.number) from (
      select distinct (asked.id / 20000)::int as number from unnest(households) asked(id) order by 1) r;
    perform casework_reviews_renew(households);
  end if;
end $$;

create or replace function casework_approved() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  perform casework_approved_among(array(
    select n.household_id from after_it n where n.state = 'approved'
      and n.id not in (select o.id from before_it o where o.state = 'approved') order by 1));
  return null;
end $$;

create or replace trigger reviews after update on casework_case
  referencing old table as before_it new table as after_it
  for each statement execute function casework_approved();

create or replace function casework_class_adjusted() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  perform casework_approved_among(array(select household_id from made order by 1));
  return null;
end $$;

create or replace trigger reviews after insert on casework_classchange
  referencing new table as made for each statement execute function casework_class_adjusted();

-- Only of households whose class is another than was approved, or was until now.
create or replace function casework_class_decided() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare households bigint[];
begin
  households := array(
    select distinct r.household_id from changed d join casework_review r on r.household_id = d.household_id
    where r.class_then <> '' or r.hardship_class <> d.hardship_class order by 1);
  if cardinality(households) > 0 then
    perform casework_reviews_renew(households);
  end if;
  return null;
end $$;

create or replace trigger d_reviews after insert on eligibility_determination
  referencing new table as changed for each statement execute function casework_class_decided();

create or replace trigger d_reviews_away after delete on eligibility_determination
  referencing old table as changed for each statement execute function casework_class_decided();

create or replace trigger d_reviews_again after update on eligibility_determination
  referencing new table as changed for each statement execute function casework_class_decided();
