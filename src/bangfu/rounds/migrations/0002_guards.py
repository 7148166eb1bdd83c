from django.db import migrations

from bangfu.rounds import sql


class Migration(migrations.Migration):
    dependencies = [("rounds", "0001_initial")]
    operations = [migrations.RunSQL(sql.GUARDS, sql.UNDO)]
