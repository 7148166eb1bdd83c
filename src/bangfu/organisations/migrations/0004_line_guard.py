from django.db import migrations

from bangfu.organisations import sql


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_duties_apart")]
    operations = [migrations.RunSQL(sql.LINE_GUARD, sql.UNDO_LINE_GUARD)]
