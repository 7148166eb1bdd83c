from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_guard"), ("organisations", "0002_day_guard")]
    operations = [
        migrations.AlterField(
            model_name="notice",
            name="number",
            field=models.CharField(max_length=100, verbose_name="文号"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("union", "number"), name="notice_number_once"
            ),
        ),
    ]
