-- What SQL of other apps may ask of sealed numbers: whose they are and how they are known, never what
-- is sealed. Row-level security holds as for the table; bound bodies, see `registry/versions`.

create or replace function vault_secret_known(secret bigint)
  returns table (id bigint, kind text, household_ref bigint, blind_index bytea)
  language sql stable rows 1
begin atomic
  select s.id, s.kind::text, s.household_ref, s.blind_index from vault_secret s where s.id = secret;
end;

create or replace function vault_secrets_known(secrets bigint[])
  returns table (id bigint, kind text, household_ref bigint, blind_index bytea)
  language sql stable
begin atomic
  select s.id, s.kind::text, s.household_ref, s.blind_index from vault_secret s
  where s.id = any(secrets);
end;

-- Those drawn from the same numbers; who asks needs the vault's index key to draw a digest.
create or replace function vault_secrets_alike(asked_kind text, wanted bytea[])
  returns table (id bigint) language sql stable
begin atomic
  select s.id from vault_secret s where s.kind = asked_kind and s.blind_index = any(wanted);
end;

-- Those of these households that have or had a number that another has or had: all of them, not a hint.
-- Each number is looked up by its index, whatever the statement around it allows itself.
create or replace function vault_sharing(households bigint[]) returns table (household_ref bigint)
  language sql stable set enable_nestloop = on
begin atomic
  select distinct s.household_ref from vault_secret s
  where s.household_ref = any(households) and exists (
    select from vault_secret o where o.kind = s.kind and o.blind_index = s.blind_index
      and o.household_ref <> s.household_ref);
end;

-- Whether an account's check digit fits it; null where nobody has looked.
create or replace function vault_check_fits(secret bigint) returns table (fits boolean)
  language sql stable rows 1
begin atomic
  select s.check_fits from vault_secret s where s.id = secret;
end;
