from django.db import migrations

from bangfu.registry import sql


class Migration(migrations.Migration):
    """0003 may have run with an earlier text of the same functions; its undoing drops them."""

    dependencies = [("registry", "0004_staged_parts")]
    operations = [
        migrations.RunSQL(sql.ON_FILE, migrations.RunSQL.noop),
        migrations.RunSQL(sql.STATISTICS, sql.NO_STATISTICS),
    ]
