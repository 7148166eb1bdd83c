from django.db import migrations

from bangfu.registry import sql


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_complete_versions"), ("vault", "0001_initial")]
    operations = [migrations.RunSQL(sql.ON_FILE, sql.UNDO)]
