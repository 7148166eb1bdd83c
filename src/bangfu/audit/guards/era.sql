-- An era's code is drawn by the database, among letters that are not mistaken for each other when they
-- are read out or written down, and is none that was drawn before: whatever numbers carry it, no
-- other era has issued them.

create or replace function audit_era_code_drawn() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  loop
    select string_agg(substr('ACEFHJKMNPRTUWXY', 1 + floor(random() * 16)::int, 1), '')
      into new.code from generate_series(1, 4);
    exit when not exists (select 1 from audit_era e where e.code = new.code);
  end loop;
  return new;
end $$;

create or replace trigger draw_code before insert on audit_era
  for each row execute function audit_era_code_drawn();
