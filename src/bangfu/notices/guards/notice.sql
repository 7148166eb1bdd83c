-- What is posted for everybody holds no identity or card number, whoever writes it. The command says it
-- earlier, with the row; this holds whatever it asked.

create or replace function notices_notice_no_number() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if audit_holds_number(new.contact || ' ' || new.number) or audit_json_holds_number(new.entries) then
    raise exception 'somebody''s number on a notice'
      using errcode = 'check_violation', constraint = 'notice_holds_no_number';
  end if;
  return new;
end $$;

create or replace trigger no_number before insert or update on notices_notice
  for each row execute function notices_notice_no_number();
