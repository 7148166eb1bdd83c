"""Rows that went back, sealed, to be mended and sent again."""

import django.db.models.deletion
from django.db import migrations, models

TIERS = [(f"tier{depth}", models.IntegerField(editable=False, null=True)) for depth in range(1, 7)]


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_preview_lines"), ("organisations", "0005_roles_grow")]
    operations = [
        migrations.CreateModel(
            "BackPart",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *TIERS,
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
                ("number", models.IntegerField()),
                ("kept_until", models.DateTimeField(null=True)),
                ("sealed", models.BinaryField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="back_parts",
                        to="intake.importbatch",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organisations.union",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "number"), name="intake_back_part_once"
                    )
                ],
            },
        ),
    ]
