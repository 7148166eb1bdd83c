-- An account opens empty, and its balance moves only by transfer (`posting.sql`).

create or replace function funds_account_guard() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.balance <> 0 then
      raise exception 'an account opens empty' using errcode = 'check_violation',
        constraint = 'account_opens_empty';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' or pg_trigger_depth() < 2 or new.fund_id <> old.fund_id
     or new.kind <> old.kind or new.allow_negative <> old.allow_negative then
    raise exception 'a balance moves only by transfer' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create or replace trigger guard before insert or update or delete on funds_account
  for each row execute function funds_account_guard();
