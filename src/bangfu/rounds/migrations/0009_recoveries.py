import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions.datetime import Now


def columns_of_scope() -> list[tuple[str, models.Field]]:
    tiers = [f"tier{depth}" for depth in range(1, 7)]
    system = models.CharField(
        blank=True, db_collation="C", default="", max_length=40, verbose_name="系统"
    )
    return [
        ("id", models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        *((tier, models.IntegerField(editable=False, null=True)) for tier in tiers),
        ("system", system),
    ]  # fmt: skip


def named(to: str, related_name: str, *, kept: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=kept,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to=to,
    )


def amount_fen() -> tuple[str, models.Field]:
    return ("amount_fen", models.BigIntegerField(verbose_name="金额（分）"))


class Migration(migrations.Migration):
    """Money that was paid wrongly is claimed back by decision, and a claim comes to an end."""

    dependencies = [
        ("registry", "0006_unasked"),
        ("rounds", "0008_money_keeps_its_payer"),
    ]
    operations = [
        migrations.CreateModel(
            name="Recovery",
            fields=[
                *columns_of_scope(),
                amount_fen(),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("decided_by_id", models.BigIntegerField()),
                ("decided_by_name", models.CharField(max_length=80, verbose_name="决定人")),
                ("decided_on", models.DateField()),
                ("at", models.DateTimeField(db_default=Now())),
                ("award", named("rounds.award", "recoveries")),
                ("household", named("registry.household", "+")),
                ("payment", named("rounds.payment", "recoveries")),
                ("round", named("rounds.round", "recoveries", kept=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="recovery_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="recovery_has_reason",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ClaimEnd",
            fields=[
                *columns_of_scope(),
                (
                    "outcome",
                    models.CharField(db_collation="C", max_length=16, verbose_name="结果"),
                ),
                amount_fen(),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="理由"),
                ),
                (
                    "reference",
                    models.CharField(
                        db_collation="C", default="", max_length=80, verbose_name="凭据"
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("by_user_id", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=80, verbose_name="经办人")),
                ("at", models.DateTimeField(db_default=Now())),
                ("household", named("registry.household", "+")),
                ("round", named("rounds.round", "+", kept=False)),
                ("recovery", named("rounds.recovery", "ends")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="claim_end_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", "recovered"), models.Q(("reference", ""), _negated=True)
                            ),
                            models.Q(
                                ("outcome__in", ["claim_dropped", "write_off"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="claim_end_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "recovered")),
                        fields=("recovery", "reference", "day", "amount_fen"),
                        name="claim_recovered_once",
                    ),
                ]
            },
        ),
    ]
