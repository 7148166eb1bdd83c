-- Every line of the log carries its era, transaction, time and digest. The database stamps them:
-- code cannot choose them, whatever it inserts.

create or replace function audit_entry_stamp() returns trigger language plpgsql
  set search_path = public, pg_temp as $$
begin
  select max(id) into new.era from audit_era;
  new.xid := pg_current_xact_id()::text::bigint;
  new.at := clock_timestamp();
  new.digest := sha256(convert_to(jsonb_build_array(
    new.id, new.era, new.xid, extract(epoch from new.at), new.user_id, new.actor, new.role,
    new.union_id, new.action, new.subject_kind, new.subject, new.detail)::text, 'UTF8'));
  return new;
end $$;

create or replace trigger a_stamp before insert on audit_entry
  for each row execute function audit_entry_stamp();
