from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_era_code"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("action", "registry.met_elsewhere")),
                fields=["user_id", "at"],
                name="audit_met_elsewhere",
            ),
        ),
    ]
