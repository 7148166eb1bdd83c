-- Whoever brought in the facts that a case stands on neither checks nor decides it: who recorded its
-- version of the file or of a member, who confirmed the import that brought it, in whose name it was
-- recorded, and who sent that import. A version keeps a name, so a namesake is refused, too.

-- Of these cases those that stand on facts which others brought. An approved case is adjusted to the
-- facts of the day. What the caller does not see was brought by nobody else.
create or replace function casework_brought_by_others(cases bigint[], person bigint, on_day date)
  returns setof bigint language plpgsql stable set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan as $$
declare
  named text := accounts_name_of(person);
  sent bigint[] := array(select s.batch_id from intake_sent_by(person) s);
begin
  return query
    select c.id from casework_case c
    cross join lateral (
      select f.recorded_by, f.source, f.source_id from registry_facts_versions(array[c.facts_id]) f
      where c.state <> 'approved'
      union all
      select f.recorded_by, f.source, f.source_id from registry_facts_in_force(c.household_id, on_day) f
      where c.state = 'approved') f
    where c.id = any(cases) and f.recorded_by is distinct from named
      and not (f.source = 'import' and f.source_id = any(sent))
      and not exists (
        select from registry_members_in_force(c.household_id,
          case when c.state = 'approved' then on_day else c.day end,
          case when c.state = 'approved' then 'infinity' else c.known_at end) m
        where m.recorded_by = named or m.source = 'import' and m.source_id = any(sent));
end $$;

-- Of an event's rows: counted, not searched for the bad.
create or replace function casework_refuse_bringers(cases bigint[], person bigint, on_day date)
  returns void language plpgsql set search_path = public, pg_temp as $$
begin
  if (select count(*) from casework_brought_by_others(cases, person, on_day))
     < (select count(distinct asked.id) from unnest(cases) asked(id)) then
    raise exception 'whoever brought the facts in neither checks nor decides'
      using errcode = 'check_violation', constraint = 'case_brought_by_another';
  end if;
end $$;
