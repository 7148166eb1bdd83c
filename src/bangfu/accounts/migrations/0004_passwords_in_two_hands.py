from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Passwords there before are left as they are."""

    dependencies = [("accounts", "0003_nothing_typed_kept")]
    operations = [
        migrations.AddField("user", "password_given_by_user_id", models.BigIntegerField(null=True)),
        migrations.AddField(
            "user", "password_waits", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField(
            "user", "password_confirmed_by_user_id", models.BigIntegerField(null=True)
        ),
        migrations.AddField(
            "user",
            "password_code",
            models.CharField(db_collation="C", db_default="", default="", max_length=64),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=Q(password_one_time=True) | Q(password_waits=False, password_code=""),
                name="user_only_given_password_waits",
            ),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=~Q(password_confirmed_by_user_id=F("password_given_by_user_id"))
                & ~Q(password_confirmed_by_user_id=F("id")),
                name="user_password_in_two_hands",
            ),
        ),
    ]
