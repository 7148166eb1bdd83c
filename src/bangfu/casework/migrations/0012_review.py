from datetime import date

import django.db.models.deletion
from django.db import migrations, models

TIERS = [f"tier{depth}" for depth in range(1, 7)]
CLASS_THEN = models.CharField(max_length=20, default="")
OF_APPROVAL = models.Q(class_then="")
SINCE = date(2000, 1, 1)
#: Days; no national text found sets any.
SHIPPED_DAYS = 30
LIMIT_SOURCE = "系统内置的建议值，未见文件规定；请按本地文件录入"
AHEAD_SOURCE = "系统内置：到期前三十天提醒，未见文件规定；请按本地文件录入"
#: What was approved already; from now on triggers write with approvals and determinations.
FILL = """
insert into casework_review (household_id, case_id, hardship_class, class_then, decided_on, from_day,
  until_day, due_order, tier1, tier2, tier3, tier4, tier5, tier6, system)
select c.household_id, c.id, c.hardship_class, t.class_then, c.decided_on, t.from_day, t.until_day,
  to_char(t.from_day, 'YYYYMMDD') || lpad(c.household_id::text, 16, '0'),
  c.tier1, c.tier2, c.tier3, c.tier4, c.tier5, c.tier6, c.system
from (
  select distinct on (a.household_id) a.* from casework_case a
  where a.state = 'approved' and a.decided_on is not null
  order by a.household_id, a.decided_on desc, a.id desc
) c
cross join lateral (
  select '', c.decided_on, date '9999-12-31'
  union all
  select d.hardship_class, greatest(d.holds_from, c.decided_on), d.holds_until
  from eligibility_determination d
  where d.household_id = c.household_id and d.holds_until > c.decided_on
    and d.hardship_class <> c.hardship_class
) t(class_then, from_day, until_day);
"""


def led(name, fields, where):
    return [
        migrations.AddIndex(
            "review",
            models.Index(
                fields=[tier, *fields],
                condition=models.Q(**{f"{tier}__isnull": False}) & where,
                name=f"{name}_{tier}",
            ),
        )
        for tier in TIERS
    ]


def enter_shipped(apps, schema_editor):
    apps.get_model("casework", "StepLimit").objects.create(
        place="000000", step="review", days=SHIPPED_DAYS, valid_from=SINCE, source=LIMIT_SOURCE
    )
    apps.get_model("casework", "CaseParameter").objects.create(
        place="000000",
        name="review_ahead_days",
        value=SHIPPED_DAYS,
        valid_from=SINCE,
        source=AHEAD_SOURCE,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0011_case_parameter"),
        ("eligibility", "0005_sizes"),
        ("registry", "0006_unasked"),
    ]
    operations = [
        migrations.CreateModel(
            name="Review",
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
                ("hardship_class", models.CharField(max_length=20, verbose_name="类别")),
                ("class_then", CLASS_THEN),
                ("decided_on", models.DateField()),
                ("from_day", models.DateField()),
                ("until_day", models.DateField()),
                ("due_order", models.CharField(db_collation="C", max_length=24)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("household", "from_day", "class_then"), name="review_once"
                    )
                ],
            },
        ),
        *led("review_term", ["due_order"], OF_APPROVAL),
        *led("review_class", ["class_then", "due_order"], ~OF_APPROVAL),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunPython(enter_shipped, migrations.RunPython.noop),
    ]
