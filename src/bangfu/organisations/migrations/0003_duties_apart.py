from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from bangfu.organisations import sql


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_day_guard"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("appointment", "by_user_id", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "appointment",
            models.CheckConstraint(
                condition=~Q(by_user_id=F("user")), name="appointment_not_by_oneself"
            ),
        ),
        migrations.RunSQL(sql.APART, sql.UNDO_APART),
    ]
