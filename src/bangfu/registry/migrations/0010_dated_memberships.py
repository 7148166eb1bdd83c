"""Memberships are dated: on one day one worker and each person once, and not for ever.

The function asks for a day now, and is laid anew after the migration.
"""

from django.db import migrations, models

OPEN = models.Q(held_until=None)


class Migration(migrations.Migration):
    dependencies = [("registry", "0009_account_confirmation")]
    operations = [
        migrations.RunSQL(
            "drop function if exists registry_identities_known(bytea[])", migrations.RunSQL.noop
        ),
        migrations.RemoveConstraint("membership", "household_one_worker"),
        migrations.RemoveConstraint("membership", "membership_once"),
        migrations.AddConstraint(
            "membership",
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(relation="本人", held_until=None),
                name="household_one_worker",
            ),
        ),
        migrations.AddConstraint(
            "membership",
            models.UniqueConstraint(
                fields=["household", "person"], condition=OPEN, name="membership_once"
            ),
        ),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=OPEN | models.Q(held_until__gte=models.F("held_from")),
                name="membership_order",
            ),
        ),
        migrations.AddIndex(
            "membership",
            models.Index(
                fields=["household"],
                condition=models.Q(held_until__isnull=False),
                name="membership_ended",
            ),
        ),
    ]
