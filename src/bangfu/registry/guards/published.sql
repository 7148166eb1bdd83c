-- What SQL of other apps may ask of files beside the versions in force (`registry/versions`). Row-level
-- security holds as for the tables.

create or replace function registry_worker_of(household bigint)
  returns table (person_id bigint, name text, id_secret_id bigint) language sql stable rows 1
begin atomic
  select p.id, p.name::text, p.id_secret_id
  from registry_membership m join registry_person p on p.id = m.person_id
  where m.household_id = household and m.relation = '本人';
end;

-- The worker on a day: a principal may be followed by another.
create or replace function registry_worker_on(household bigint, day date)
  returns table (person_id bigint, name text, id_secret_id bigint) language sql stable rows 1
begin atomic
  select p.id, p.name::text, p.id_secret_id
  from registry_membership m join registry_person p on p.id = m.person_id
  where m.household_id = household and m.relation = '本人' and m.held_from <= day
    and (m.held_until is null or m.held_until >= day);
end;

create or replace function registry_household_of(person bigint) returns table (household_id bigint)
  language sql stable rows 1
begin atomic
  select p.household_id from registry_person p where p.id = person;
end;

-- In whose names a file and what it says were recorded, then or later.
create or replace function registry_recorders_of(household bigint) returns table (recorded_by text)
  language sql stable rows 4
begin atomic
  select f.recorded_by::text from registry_householdfacts f where f.household_id = household
  union select m.recorded_by::text from registry_memberfacts m where m.household_id = household;
end;

-- Whether somebody confirmed this very account by its original.
create or replace function registry_account_confirmed(secret bigint) returns table (confirmed boolean)
  language sql stable rows 1
begin atomic
  select exists (select from registry_accountconfirmation a where a.card_secret_id = secret);
end;
