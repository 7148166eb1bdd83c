from django.db import migrations

from bangfu.organisations import sql


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]
    operations = [migrations.RunSQL(sql.GUARD, sql.UNDO)]
