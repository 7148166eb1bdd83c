from django.db import migrations, models
from django.db.models import Case, F, Q, When

HOLDS_FROM = Case(
    When(needs_second=False, then=F("since")),
    When(seconded_on__gt=F("since"), then=F("seconded_on")),
    When(seconded_on__isnull=False, then=F("since")),
)


class Migration(migrations.Migration):
    """Whatever is held today needs no second."""

    dependencies = [("organisations", "0005_roles_grow")]
    operations = [
        migrations.AddField(
            "appointment", "needs_second", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField("appointment", "seconded_on", models.DateField(null=True)),
        migrations.AddField(
            "appointment", "seconded_by_user_id", models.BigIntegerField(null=True)
        ),
        migrations.AddField(
            "appointment",
            "holds_from",
            models.GeneratedField(
                db_persist=True,
                expression=HOLDS_FROM,
                output_field=models.DateField(null=True),
            ),
        ),
        migrations.AddConstraint(
            "appointment",
            models.CheckConstraint(
                condition=Q(seconded_by_user_id=None, seconded_on=None)
                | Q(
                    needs_second=True, seconded_by_user_id__isnull=False, seconded_on__isnull=False
                ),
                name="appointment_seconded_whole",
            ),
        ),
        migrations.AddConstraint(
            "appointment",
            models.CheckConstraint(
                condition=~Q(seconded_by_user_id=F("user"))
                & ~Q(seconded_by_user_id=F("by_user_id")),
                name="appointment_seconded_by_another",
            ),
        ),
    ]
