from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    """The log is filtered by officer and by day."""

    dependencies = [("audit", "0002_digest")]
    operations = [
        migrations.AddIndex("entry", models.Index(fields=["user_id", "-id"], name="audit_user")),
        migrations.AddIndex("entry", BrinIndex(fields=["at"], name="audit_at")),
    ]
