from django.db import migrations

from bangfu.eligibility import sql


class Migration(migrations.Migration):
    dependencies = [
        ("eligibility", "0001_initial"),
        ("registry", "0001_initial"),
        ("standards", "0001_initial"),
    ]
    operations = [migrations.RunSQL(sql.MARK_STALE, sql.UNDO)]
