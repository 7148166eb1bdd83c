import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Household and card of a payment are its award's: the guard compares them, the award keeps them."""

    dependencies = [
        ("registry", "0005_name_grams"),
        ("rounds", "0005_labels_leave"),
        ("vault", "0001_initial"),
    ]
    operations = [
        migrations.AlterField(
            "payment",
            "household",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.household",
            ),
        ),
        migrations.AlterField(
            "payment",
            "card_secret",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="vault.secret",
            ),
        ),
    ]
