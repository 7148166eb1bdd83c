from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_line_guard")]
    operations = [
        migrations.AlterField(
            "appointment",
            "role",
            models.CharField(db_collation="C", max_length=20, verbose_name="身份"),
        )
    ]
