from django.db import migrations, models


class Migration(migrations.Migration):
    """Who gave a password before this, and its owner chose another since, is not known any more."""

    dependencies = [("accounts", "0004_passwords_in_two_hands")]
    operations = [
        migrations.AddField(
            "user", "password_last_given_by_user_id", models.BigIntegerField(null=True)
        ),
        migrations.RunSQL(
            "update accounts_user set password_last_given_by_user_id = password_given_by_user_id"
            " where password_given_by_user_id is not null",
            migrations.RunSQL.noop,
        ),
    ]
