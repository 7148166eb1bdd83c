"""A person saw the original of an account, once before the first payment."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0008_long_names"),
        ("vault", "0006_check_fits"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountConfirmation",
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
                ("day", models.DateField(verbose_name="核对日期")),
                (
                    "looked_at",
                    models.CharField(
                        choices=[
                            ("card", "银行卡原件"),
                            ("passbook", "存折原件"),
                            ("proof", "银行出具的账户证明"),
                        ],
                        db_collation="C",
                        max_length=12,
                        verbose_name="核对的原件",
                    ),
                ),
                ("by_user_id", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=80, verbose_name="核对人")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "card_secret",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vault.secret",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
