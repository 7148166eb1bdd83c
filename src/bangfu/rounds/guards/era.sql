-- What goes to a bank carries the present era's code: a restore takes numbers back, not the papers
-- that bear them, and none of them is issued again.

create or replace function rounds_payment_of_era() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
declare
  wanted constant text := 'BF' || audit_era_code();  -- once, for payments come by the hundred thousand
begin
  if exists (select 1 from made m where not starts_with(m.reference, wanted)) then
    raise exception 'not a reference of this era' using errcode = 'check_violation',
      constraint = 'reference_of_era';
  end if;
  return null;
end $$;

create or replace trigger of_era after insert on rounds_payment
  referencing new table as made for each statement execute function rounds_payment_of_era();

create or replace function rounds_file_of_era() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if not starts_with(new.number, 'BF' || audit_era_code()) then
    raise exception 'not a file of this era' using errcode = 'check_violation',
      constraint = 'file_of_era';
  end if;
  return new;
end $$;

create or replace trigger of_era before insert on rounds_paymentfile
  for each row execute function rounds_file_of_era();
