from django.db import migrations

from bangfu.casework import sql


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_posting_and_way")]
    operations = [migrations.RunSQL(sql.GUARD, sql.UNDO)]
