from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

APART = """
create function appointment_apart() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.user_id = old.user_id and new.role = old.role
     and new.since >= old.since and (old.until is null or new.until <= old.until) then
    return new;  -- what only ends sooner can't come to overlap
  end if;
  -- Of two appointments of one user at once, the second waits and sees the first.
  perform 1 from accounts_user where id = new.user_id for no key update;
  if exists (
    select 1 from organisations_appointment other
    where other.user_id = new.user_id and other.id <> new.id
      and (other.role = 'administrator') <> (new.role = 'administrator')
      and coalesce(other.until, 'infinity') >= other.since
      and coalesce(new.until, 'infinity') >= new.since
      and other.since <= coalesce(new.until, 'infinity')
      and new.since <= coalesce(other.until, 'infinity')
  ) then
    raise exception 'an administrator holds no other role'
      using errcode = 'exclusion_violation', constraint = 'appointment_administrator_apart';
  end if;
  return new;
end $$;
create trigger apart before insert or update on organisations_appointment
  for each row execute function appointment_apart();
"""
UNDO_APART = """
drop trigger apart on organisations_appointment;
drop function appointment_apart();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_day_guard"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("appointment", "by_user_id", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "appointment",
            models.CheckConstraint(
                condition=~Q(by_user_id=F("user")), name="appointment_not_by_oneself"
            ),
        ),
        migrations.RunSQL(APART, UNDO_APART),
    ]
