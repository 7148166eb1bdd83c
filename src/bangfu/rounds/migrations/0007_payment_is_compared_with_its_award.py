import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The guard asks for award and decision of a payment in one join; neither ever goes away."""

    dependencies = [("rounds", "0006_payment_stands_on_its_award")]
    operations = [
        migrations.AlterField(
            "payment",
            "award",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="rounds.award",
            ),
        ),
        migrations.AlterField(
            "payment",
            "decision",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="new_payments",
                to="rounds.returndecision",
            ),
        ),
    ]
