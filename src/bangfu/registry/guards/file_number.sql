-- A file number stands in addresses, lists and the log of web requests: it is nobody's identity or card
-- number. Those on file before this guard stay as they are until they are numbered anew.

create or replace function registry_file_no_is_nobodys() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if audit_holds_number(new.file_no) then
    raise exception 'a file number that is somebody''s'
      using errcode = 'check_violation', constraint = 'file_no_is_nobodys';
  end if;
  return new;
end $$;

create or replace trigger no_number before insert or update of file_no on registry_household
  for each row when (new.file_no ~ '^([0-9]{17}[0-9Xx]|62[0-9]{14,17})$')
  execute function registry_file_no_is_nobodys();
