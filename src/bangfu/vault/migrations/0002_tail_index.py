from django.db import migrations, models


class Migration(migrations.Migration):
    """Identity numbers are found by their tail; `vault.commands.complete_numbers` fills it in."""

    dependencies = [("vault", "0001_initial")]
    operations = [
        migrations.AddField("secret", "tail_index", models.BinaryField(null=True)),
        migrations.AddIndex(
            "secret",
            models.Index(
                fields=["tail_index"],
                condition=models.Q(tail_index__isnull=False),
                name="vault_secret_tail",
            ),
        ),
    ]
