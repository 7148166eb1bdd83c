from django.db import migrations

from bangfu.funds import sql


class Migration(migrations.Migration):
    """Money moves only along the listed ways, and an earmark is for good."""

    dependencies = [("funds", "0001_initial")]
    operations = [
        migrations.RunSQL(sql.POSTING, sql.UNDO),
        migrations.RunSQL(sql.EARMARK_GUARD, sql.UNDO_EARMARK_GUARD),
    ]
