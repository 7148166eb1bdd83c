from django.db import migrations

from bangfu.registry import sql


class Migration(migrations.Migration):
    """What an import must know of files it may not see, and fresh statistics after it."""

    dependencies = [("registry", "0001_initial"), ("vault", "0001_initial")]
    operations = [
        migrations.RunSQL(sql.ON_FILE, sql.UNDO),
        migrations.RunSQL(sql.STATISTICS, sql.NO_STATISTICS),
    ]
