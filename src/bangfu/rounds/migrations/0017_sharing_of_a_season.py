from django.db import migrations


class Migration(migrations.Migration):
    """The question which files share a place also takes awards that are about to have theirs."""

    dependencies = [("rounds", "0016_surplus")]
    operations = [
        migrations.RunSQL(
            "drop function if exists rounds_sharing_places(bigint, text, bigint, bigint[], date);",
            migrations.RunSQL.noop,
        ),
    ]
