from datetime import date

import django.db.models.functions.datetime
from django.db import migrations, models

#: Calendar days, as the program had them built in before; no national text found sets any.
SHIPPED = {"check": 10, "post": 5, "decide": 5, "answer": 5, "resubmit": 30}
SOURCE = "系统内置的建议值，未见文件规定；请按本地文件录入"


def enter_shipped(apps, schema_editor):
    limits = apps.get_model("casework", "StepLimit")
    limits.objects.bulk_create(
        limits(place="000000", step=step, days=days, valid_from=date(2000, 1, 1), source=SOURCE)
        for step, days in SHIPPED.items()
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_notice_number")]
    operations = [
        migrations.CreateModel(
            name="StepLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(db_collation="C", max_length=6, verbose_name="行政区划代码"),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("check", "审核"),
                            ("post", "公示"),
                            ("decide", "审批"),
                            ("answer", "答复异议"),
                            ("resubmit", "补正"),
                        ],
                        db_collation="C",
                        max_length=12,
                        verbose_name="环节",
                    ),
                ),
                ("days", models.SmallIntegerField(verbose_name="天数")),
                ("valid_from", models.DateField(verbose_name="自")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "verbose_name": "办理时限",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 366)),
                        name="limit_days",
                    )
                ],
            },
        ),
        migrations.RunPython(enter_shipped, migrations.RunPython.noop),
    ]
