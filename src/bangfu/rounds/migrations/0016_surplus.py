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


PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    """The bank may send back whole what was claimed back before; what thus came twice is decided on."""

    dependencies = [
        ("registry", "0010_dated_memberships"),
        ("rounds", "0015_repeated_places"),
    ]
    operations = [
        migrations.CreateModel(
            name="SurplusDecision",
            fields=[
                *columns_of_scope(),
                (
                    "outcome",
                    models.CharField(db_collation="C", max_length=16, verbose_name="处理"),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                (
                    "reference",
                    models.CharField(
                        db_collation="C", default="", max_length=80, verbose_name="凭据"
                    ),
                ),
                ("decided_by_id", models.BigIntegerField()),
                ("decided_by_name", models.CharField(max_length=80, verbose_name="决定人")),
                ("decided_on", models.DateField()),
                ("at", models.DateTimeField(db_default=Now())),
                (
                    "claim_end",
                    models.OneToOneField(
                        on_delete=PROTECT, related_name="surplus_decision", to="rounds.claimend"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="registry.household"),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_constraint=False, on_delete=PROTECT, related_name="+", to="rounds.round"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(
                                models.Q(
                                    ("outcome", "surplus_back"),
                                    models.Q(("reference", ""), _negated=True),
                                ),
                                ("outcome", "surplus_kept"),
                                _connector="OR",
                            ),
                        ),
                        name="surplus_decision_says_why",
                    )
                ]
            },
        ),
        migrations.RemoveConstraint("claimend", "claim_end_says_why"),
        migrations.AddConstraint(
            "claimend",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("outcome__in", ["recovered", "sent_back"]),
                        models.Q(("reference", ""), _negated=True),
                    ),
                    models.Q(
                        ("outcome__in", ["claim_dropped", "write_off"]),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="claim_end_says_why",
            ),
        ),
    ]
