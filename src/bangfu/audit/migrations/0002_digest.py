from django.db import migrations

STAMP = """
create function audit_entry_stamp() returns trigger language plpgsql as $$
begin
  select max(id) into new.era from audit_era;
  new.xid := pg_current_xact_id()::text::bigint;
  new.at := clock_timestamp();
  new.digest := sha256(convert_to(jsonb_build_array(
    new.id, new.era, new.xid, extract(epoch from new.at), new.user_id, new.actor, new.role,
    new.union_id, new.action, new.subject_kind, new.subject, new.detail)::text, 'UTF8'));
  return new;
end $$;
create trigger a_stamp before insert on audit_entry
  for each row execute function audit_entry_stamp();
insert into audit_era (reason) values ('created');
"""
UNDO = """
drop trigger a_stamp on audit_entry;
drop function audit_entry_stamp();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(STAMP, UNDO)]
