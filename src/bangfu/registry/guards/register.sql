-- The register as a whole or by ranges of files, for SQL of other apps that decides many at once:
-- what `registry/versions` says of one file, for all of them in one pass over the rows. Bound to their
-- tables and never pinned, so that each becomes part of the asking query (see `versions.sql`); columns
-- that it does not ask for are not carried along.

create or replace function registry_file_of(household bigint)
  returns setof registry_household language sql stable rows 1
begin atomic
  select h.* from registry_household h where h.id = household;
end;

-- Those named, in one pass over the key: what a list shows.
create or replace function registry_files_of(households bigint[])
  returns setof registry_household language sql stable rows 50
begin atomic
  select h.* from registry_household h where h.id = any(households);
end;

-- The first file with this number or a greater one: how ranges that have files are walked.
create or replace function registry_next_file(at_least bigint)
  returns table (household_id bigint) language sql stable rows 1
begin atomic
  select h.id from registry_household h where h.id >= at_least order by h.id limit 1;
end;

-- The version in force of every file, or of those named.
create or replace function registry_register_in_force(
    day date, known_at timestamptz, households bigint[])
  returns setof registry_householdfacts language sql stable
begin atomic
  select distinct on (f.household_id) f.* from registry_householdfacts f
  where f.held_from <= day and f.recorded_at <= known_at
    and (households is null or f.household_id = any(households))
  order by f.household_id, f.held_from desc, f.id desc;
end;

-- Every version that counts on some day, as known now: of those that hold from one day, the last
-- recorded. Of the files with numbers from `first` to `last`, or of those named among them.
create or replace function registry_facts_over(first bigint, last bigint, households bigint[])
  returns setof registry_householdfacts language sql stable
begin atomic
  select distinct on (f.household_id, f.held_from) f.* from registry_householdfacts f
  where f.household_id >= first and f.household_id <= last
    and (households is null or f.household_id = any(households))
  order by f.household_id, f.held_from desc, f.id desc;
end;

create or replace function registry_member_facts_over(first bigint, last bigint, households bigint[])
  returns setof registry_memberfacts language sql stable
begin atomic
  select distinct on (f.household_id, f.membership_id, f.held_from) f.* from registry_memberfacts f
  where f.household_id >= first and f.household_id <= last
    and (households is null or f.household_id = any(households))
  order by f.household_id, f.membership_id, f.held_from desc, f.id desc;
end;

create or replace function registry_memberships_over(first bigint, last bigint, households bigint[])
  returns setof registry_membership language sql stable
begin atomic
  select m.* from registry_membership m
  where m.household_id >= first and m.household_id <= last
    and (households is null or m.household_id = any(households));
end;
