import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_back_parts"),
        ("organisations", "0005_roles_grow"),
    ]

    operations = [
        migrations.CreateModel(
            name="ColumnMeaning",
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
                ("form", models.CharField(max_length=8, verbose_name="表")),
                ("word", models.CharField(max_length=40, verbose_name="列名")),
                (
                    "meaning",
                    models.CharField(
                        blank=True, db_collation="C", default="", max_length=40, verbose_name="意思"
                    ),
                ),
                ("by_user_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=80, verbose_name="经办人")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.union",
                        verbose_name="工会",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
