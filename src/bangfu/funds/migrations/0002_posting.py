from django.db import migrations

from bangfu.funds import sql


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_initial")]
    operations = [migrations.RunSQL(sql.POSTING, sql.UNDO)]
