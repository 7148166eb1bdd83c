from django.db import migrations, models


class Migration(migrations.Migration):
    """States, outcomes and steps are words of the program; the columns hold their codes alone."""

    dependencies = [("casework", "0008_by_jurisdiction")]
    operations = [
        migrations.AlterField(
            "case", "state", models.CharField("状态", db_collation="C", max_length=12)
        ),
        migrations.AlterField(
            "objection", "outcome", models.CharField(blank=True, default="", max_length=12)
        ),
        migrations.AlterField(
            "steplimit", "step", models.CharField("环节", db_collation="C", max_length=12)
        ),
    ]
