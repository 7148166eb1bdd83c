from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether an account's check digit fits; `vault.commands.complete_numbers` fills it in."""

    dependencies = [("vault", "0005_shared")]
    operations = [
        migrations.AddField("secret", "check_fits", models.BooleanField(null=True)),
        migrations.AddIndex(
            "secret",
            models.Index(
                fields=["household_ref"],
                condition=models.Q(check_fits=False),
                name="vault_secret_unfit",
            ),
        ),
    ]
