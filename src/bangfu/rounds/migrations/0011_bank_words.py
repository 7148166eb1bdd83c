import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0005_roles_grow"),
        ("rounds", "0010_long_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="bankanswer",
            name="payer_bank",
            field=models.CharField(
                blank=True,
                default="",
                max_length=40,
            ),
        ),
        migrations.CreateModel(
            name="WaitingAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "payer_bank",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=40,
                    ),
                ),
                (
                    "file_name",
                    models.CharField(
                        max_length=120,
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("by_user_id", models.BigIntegerField(null=True)),
                (
                    "by_name",
                    models.CharField(
                        max_length=80,
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waiting_answers",
                        to="rounds.round",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BankWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tier1", models.IntegerField(editable=False, null=True)),
                ("tier2", models.IntegerField(editable=False, null=True)),
                ("tier3", models.IntegerField(editable=False, null=True)),
                ("tier4", models.IntegerField(editable=False, null=True)),
                ("tier5", models.IntegerField(editable=False, null=True)),
                ("tier6", models.IntegerField(editable=False, null=True)),
                (
                    "system",
                    models.CharField(
                        blank=True, db_collation="C", default="", max_length=40, verbose_name="系统"
                    ),
                ),
                (
                    "payer_bank",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=40,
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=8)),
                (
                    "word",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=40,
                    ),
                ),
                (
                    "meaning",
                    models.CharField(
                        blank=True,
                        db_collation="C",
                        default="",
                        max_length=12,
                    ),
                ),
                ("by_user_id", models.BigIntegerField(null=True)),
                (
                    "by_name",
                    models.CharField(
                        max_length=80,
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.union",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["union", "payer_bank"], name="bank_word_of")],
            },
        ),
    ]
