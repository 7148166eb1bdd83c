from django.db import migrations

from bangfu.audit import sql


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(sql.STAMP, sql.UNDO)]
