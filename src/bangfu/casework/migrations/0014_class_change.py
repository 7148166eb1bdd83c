import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

TIERS = [f"tier{depth}" for depth in range(1, 7)]
SAYS_WHY = ~models.Q(document_no="") & ~models.Q(minutes_no="") & ~models.Q(reason="")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0013_overlap_settlement"),
        ("registry", "0006_unasked"),
    ]
    operations = [
        migrations.AddField(
            "case",
            "proposed_class",
            models.CharField(blank=True, db_default="", max_length=20),
        ),
        migrations.CreateModel(
            name="ClassChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *((tier, models.IntegerField(editable=False, null=True)) for tier in TIERS),
                (
                    "system",
                    models.CharField(
                        blank=True,
                        db_collation="C",
                        default="",
                        max_length=40,
                        verbose_name="系统",
                    ),
                ),
                ("from_class", models.CharField(max_length=20, verbose_name="原类别")),
                ("to_class", models.CharField(max_length=20, verbose_name="新类别")),
                ("holds_from", models.DateField(verbose_name="自")),
                ("document_no", models.CharField(max_length=80, verbose_name="决定文号")),
                ("minutes_no", models.CharField(max_length=80, verbose_name="会议纪要号")),
                ("reason", models.CharField(max_length=400, verbose_name="理由")),
                ("decided_by_id", models.BigIntegerField()),
                ("decided_by_name", models.CharField(max_length=80)),
                (
                    "at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="class_changes",
                        to="casework.case",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
            ],
            options={
                "verbose_name": "类别调整",
                "indexes": [models.Index(fields=["household"], name="class_change_household")],
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(from_class=models.F("to_class")),
                        name="class_change_changes",
                    ),
                    models.CheckConstraint(condition=SAYS_WHY, name="class_change_says_why"),
                    models.UniqueConstraint(
                        fields=("case", "holds_from"), name="class_change_once_a_day"
                    ),
                ],
            },
        ),
    ]
