import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions.datetime import Now

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def named(to: str, related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to
    )


class Migration(migrations.Migration):
    """A receipt booked wrongly is proposed to be reversed, and a second person answers."""

    dependencies = [("funds", "0004_settled_things_reopen")]
    operations = [
        migrations.CreateModel(
            name="Reversal",
            fields=[
                ("id", KEY),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("proposed_by_id", models.BigIntegerField()),
                ("proposed_by_name", models.CharField(max_length=80, verbose_name="提出人")),
                ("proposed_on", models.DateField()),
                ("at", models.DateTimeField(db_default=Now())),
                ("fund", named("funds.fund", "reversals")),
                ("receipt", named("funds.transfer", "reversals")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="reversal_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="reversal_has_reason",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ReversalAnswer",
            fields=[
                ("id", KEY),
                (
                    "outcome",
                    models.CharField(db_collation="C", max_length=12, verbose_name="处理"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="理由"),
                ),
                ("answered_by_id", models.BigIntegerField()),
                ("answered_by_name", models.CharField(max_length=80, verbose_name="办理人")),
                ("answered_on", models.DateField()),
                ("at", models.DateTimeField(db_default=Now())),
                (
                    "reversal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="funds.reversal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "done"),
                            models.Q(
                                ("outcome", "refused"), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="reversal_refused_with_reason",
                    )
                ]
            },
        ),
        migrations.AddIndex(
            "transfer",
            models.Index(
                condition=models.Q(("reason__in", ["receive", "reverse"])),
                fields=["fund", "-id"],
                name="transfer_receipts",
            ),
        ),
    ]
