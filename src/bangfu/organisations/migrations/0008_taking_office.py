from django.db import migrations, models
from django.db.models import Case, F, Q, When

HOLDS_FROM = Case(
    When(needs_second=False, then=F("since")),
    When(taken_on__gt=F("since"), then=F("taken_on")),
    When(taken_on__isnull=False, then=F("since")),
)
#: They read `holds_from`; the guards lay them anew after every migration.
READERS = """
drop function if exists organisations_keeps(bigint, bigint);
drop function if exists organisations_administrators_over(integer, date);
"""
TAKEN = """
update organisations_appointment set taken_on = seconded_on where seconded_on is not null;
"""


class Migration(migrations.Migration):
    """Whatever was seconded before this holds as it held: it was taken up when it was seconded."""

    dependencies = [
        ("organisations", "0007_hand_over"),
        ("accounts", "0005_last_giver"),
    ]
    operations = [
        migrations.AddField(
            "appointment",
            "office_code",
            models.CharField(db_collation="C", db_default="", default="", max_length=64),
        ),
        migrations.AddField("appointment", "office_code_until", models.DateTimeField(null=True)),
        migrations.AddField(
            "appointment", "office_tries", models.SmallIntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            "appointment",
            "office_proof",
            models.CharField(db_collation="C", db_default="", default="", max_length=64),
        ),
        migrations.AddField("appointment", "taken_on", models.DateField(null=True)),
        migrations.RunSQL(TAKEN, migrations.RunSQL.noop),
        migrations.RunSQL(READERS, migrations.RunSQL.noop),
        migrations.RemoveField("appointment", "holds_from"),
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
                condition=Q(taken_on=None, office_proof="")
                | Q(taken_on__isnull=False, seconded_on__isnull=False),
                name="appointment_taken_once_seconded",
            ),
        ),
    ]
