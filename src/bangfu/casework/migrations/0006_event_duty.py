from django.db import migrations, models

# The table only grows; as the owner, who laid that guard, this once fills what was not yet kept,
# and leaves every trigger as it found it. An upheld objection sent the case back by the duty of
# answering; only the log tells it apart.
FILL = """
select set_config('app.reach', 'machine', true);
do $$
declare
  always text[] := array(select tgname from pg_trigger
    where tgrelid = 'casework_caseevent'::regclass and not tgisinternal and tgenabled = 'A');
  ordinary text[] := array(select tgname from pg_trigger
    where tgrelid = 'casework_caseevent'::regclass and not tgisinternal and tgenabled = 'O');
  name text;
begin
  alter table casework_caseevent disable trigger user;
  update casework_caseevent e set duty = case
    when e.to_state = 'submitted' then 'casework.submit'
    when e.to_state = 'checked' then 'casework.check'
    when e.to_state = 'posted' then 'casework.post'
    when e.to_state = 'approved' then 'casework.approve'
    when e.to_state = 'refused' then 'casework.refuse'
    when exists (select 1 from audit_entry l where l.action = 'casework.uphold'
                 and l.subject_kind = 'case' and l.subject = e.case_id::text)
      then 'casework.answer_objection'
    when e.from_state = 'posted' then 'casework.return_posted'
    else 'casework.return' end;
  foreach name in array always loop
    execute format('alter table casework_caseevent enable always trigger %I', name);
  end loop;
  foreach name in array ordinary loop
    execute format('alter table casework_caseevent enable trigger %I', name);
  end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_objection_guard"),
        ("audit", "0003_filters"),
    ]
    operations = [
        migrations.AddField(
            "caseevent",
            "duty",
            models.CharField(max_length=60, default="", db_collation="C"),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
