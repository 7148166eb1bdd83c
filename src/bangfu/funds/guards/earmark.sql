-- What a fund is called and what its money is for is settled when it is opened; a scope move re-stamps columns only.

create or replace function funds_fund_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' or (new.union_id, new.name, new.source, new.programme_id, new.area_code,
      new.classes, new.procedure, new.opened_on) is distinct from (old.union_id, old.name, old.source,
      old.programme_id, old.area_code, old.classes, old.procedure, old.opened_on) then
    raise exception 'an earmark is for good' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create or replace trigger guard before update or delete on funds_fund
  for each row execute function funds_fund_guard();
