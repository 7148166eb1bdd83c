-- A batch is 已到期 only after it waited for its term, with nothing left of what was uploaded; and what is
-- given up or gone comes back by no state.

create or replace function intake_batch_expiry() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  if old.state in ('expired', 'dropped') then
    raise exception 'this import is over'
      using errcode = 'check_violation', constraint = 'batch_is_over';
  end if;
  if new.state = 'expired' and (
      old.state <> 'staged' or old.waits_until is null or old.waits_until > clock_timestamp()
      or exists (select from intake_upload u where u.batch_id = new.id)
      or exists (select from intake_stagedrow r where r.batch_id = new.id)
      or exists (select from intake_stagedpart p where p.batch_id = new.id)
      or exists (select from intake_backpart b where b.batch_id = new.id)) then
    raise exception 'this import still waits, or something of it is left'
      using errcode = 'check_violation', constraint = 'batch_expires_whole';
  end if;
  return new;
end $$;

create or replace trigger expiry before update of state on intake_importbatch
  for each row when (old.state is distinct from new.state) execute function intake_batch_expiry();
