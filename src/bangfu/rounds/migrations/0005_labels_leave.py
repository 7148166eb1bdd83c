from django.db import migrations, models


class Migration(migrations.Migration):
    """States and outcomes are words of the program; the columns hold their codes alone."""

    dependencies = [("rounds", "0004_events")]
    operations = [
        migrations.AlterField(
            "round", "state", models.CharField("状态", default="planned", max_length=12)
        ),
        migrations.AlterField(
            "returndecision", "outcome", models.CharField("处理", db_collation="C", max_length=12)
        ),
        migrations.AlterField(
            "payment", "state", models.CharField(db_collation="C", max_length=12)
        ),
    ]
