from django.db import migrations, models


class Migration(migrations.Migration):
    """Which paper an identity number is of; all of earlier versions are of identity cards."""

    dependencies = [("vault", "0003_kept_forms")]
    operations = [
        migrations.AddField(
            "secret",
            "paper",
            models.CharField(db_collation="C", db_default="", default="", max_length=16),
        ),
    ]
