from django.db import migrations

# In the order in which they were entered: of one place, name and day the last recorded wins.
MOVE = """
insert into casework_caseparameter (place, name, value, valid_from, source, recorded_at)
select place, step || '_days', days, valid_from, source, recorded_at from casework_steplimit order by id
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0014_class_change")]
    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.DeleteModel("StepLimit"),
    ]
