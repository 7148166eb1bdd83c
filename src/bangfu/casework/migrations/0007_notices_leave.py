import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Notices have left for an app of their own; the table and its key are the same."""

    dependencies = [("casework", "0006_event_duty"), ("notices", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "case",
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="notices.notice",
                    ),
                ),
                migrations.DeleteModel("Notice"),
            ]
        )
    ]
