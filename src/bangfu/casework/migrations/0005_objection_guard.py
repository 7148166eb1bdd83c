from django.db import migrations

from bangfu.casework import sql


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_step_limit")]
    operations = [migrations.RunSQL(sql.OBJECTION_GUARD, sql.UNDO_OBJECTION_GUARD)]
