from django.db import migrations

from bangfu.casework import sql


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunSQL(sql.GUARD, sql.UNDO)]
