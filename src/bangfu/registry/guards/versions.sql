-- The version in force on a day, as known at a time: of those that hold from that day or before and
-- were recorded by then, the one that holds from the latest day, and of these the last recorded.
-- Published: SQL of other apps asks here and names no table of the register. `registry.versions` says
-- the same for queries; a test compares the two.
--
-- Bodies are bound to their tables when they are made (`begin atomic`), so no search path can mislead
-- them and none is pinned to them. A pinned function is not inlined: it would be run as a black box for
-- every household, where these become part of the asking query and use its indexes.

create or replace function registry_facts_in_force(
    household bigint, day date, known_at timestamptz default 'infinity')
  returns setof registry_householdfacts language sql stable rows 1
begin atomic
  select f.* from registry_householdfacts f
  where f.household_id = household and f.held_from <= day and f.recorded_at <= known_at
  order by f.held_from desc, f.id desc limit 1;
end;

-- One member's row, whether the membership has ended by that day or not.
create or replace function registry_member_facts_in_force(
    household bigint, membership bigint, day date, known_at timestamptz default 'infinity')
  returns setof registry_memberfacts language sql stable rows 1
begin atomic
  select f.* from registry_memberfacts f
  where f.household_id = household and f.membership_id = membership
    and f.held_from <= day and f.recorded_at <= known_at
  order by f.held_from desc, f.id desc limit 1;
end;

-- Everybody who is a member that day.
create or replace function registry_members_in_force(
    household bigint, day date, known_at timestamptz default 'infinity')
  returns setof registry_memberfacts language sql stable rows 4
begin atomic
  select f.* from registry_membership m
  cross join lateral registry_member_facts_in_force(household, m.id, day, known_at) f
  where m.household_id = household and m.held_from <= day
    and (m.held_until is null or m.held_until >= day);
end;

-- Versions by their numbers, in force or not: what decisions stand on. One pass over the key for all.
create or replace function registry_facts_versions(versions bigint[])
  returns setof registry_householdfacts language sql stable rows 50
begin atomic
  select f.* from registry_householdfacts f where f.id = any(versions);
end;
