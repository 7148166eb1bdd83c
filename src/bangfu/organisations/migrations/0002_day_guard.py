from django.db import migrations

GUARD = """
create function installation_guard() returns trigger language plpgsql as $$
begin
  if new.is_demo is distinct from old.is_demo then
    raise exception 'installation kind is for good' using errcode = 'restrict_violation';
  end if;
  if new.demo_day < old.demo_day then
    raise exception 'demo day moves forward only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update on organisations_installation
  for each row execute function installation_guard();
"""
UNDO = """
drop trigger guard on organisations_installation;
drop function installation_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
