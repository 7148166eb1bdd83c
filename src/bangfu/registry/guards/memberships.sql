-- On no day has a household two workers, nor somebody two memberships in it: a principal is followed by
-- another, a member comes back. Of those that have not ended, unique indexes hold it; what comes is held
-- here against those that have, which are few, so that an import pays nothing for it.

create or replace function registry_memberships_apart() returns trigger language plpgsql
  set search_path = public, pg_temp set enable_seqscan = off as $$
declare broken text;
begin
  select case when m.person_id = a.person_id then 'membership_once' else 'household_one_worker' end
    into broken
    from after_it a join registry_membership m
      on m.household_id = a.household_id and m.id <> a.id and m.held_until is not null
    where (m.person_id = a.person_id or (m.relation = '本人' and a.relation = '本人'))
      and a.held_from <= m.held_until and m.held_from <= coalesce(a.held_until, 'infinity')
    limit 1;
  if broken is not null then
    raise exception 'memberships overlap' using errcode = 'exclusion_violation', constraint = broken;
  end if;
  return null;
end $$;

create or replace trigger apart after insert on registry_membership
  referencing new table as after_it for each statement execute function registry_memberships_apart();

create or replace trigger apart_again after update on registry_membership
  referencing new table as after_it for each statement execute function registry_memberships_apart();
