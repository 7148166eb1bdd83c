from django.db import migrations, models


class Migration(migrations.Migration):
    """Payees' names of a hundred characters."""

    dependencies = [("rounds", "0009_recoveries")]
    operations = [
        migrations.AlterField(
            "award", "payee_name", models.CharField(max_length=100, verbose_name="户名")
        ),
    ]
