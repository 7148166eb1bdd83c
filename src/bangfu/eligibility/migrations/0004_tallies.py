"""Lists of determinations are one range of an index, and figures are read from tallies."""

import django.db.models.deletion
from django.db import migrations, models

TIERS = [f"tier{depth}" for depth in range(1, 7)]
HELD = ["holds_from", "holds_until"]
INTO = """
insert into eligibility_tally (union_id, tier1, tier2, tier3, tier4, tier5, tier6, system, kind, code,
  name, hardship_class, since, day, households, persons, is_new)
"""
SETTLED = "(select coalesce((select demo_day from organisations_installation), current_date)) - 62"
#: What was determined and filed already; from now on triggers append.
FILL = f"""
{INTO}
select u.id, u.tier1, u.tier2, u.tier3, u.tier4, u.tier5, u.tier6, c.system, t.kind, t.code, t.name,
  t.hardship_class, min(c.day), max(c.day), sum(c.households), sum(c.persons), false
from (
  select coalesce(d.tier6, d.tier5, d.tier4, d.tier3, d.tier2, d.tier1) as union_id, d.system,
    d.area_code, d.area_name, d.own_system, d.main_cause, d.hardship_class, e.day,
    sum(e.sign) as households, sum(e.sign * d.persons) as persons
  from eligibility_determination d
  cross join lateral (values (d.holds_from, 1), (d.holds_until, -1)) e(day, sign)
  where e.day < date '9999-12-31'
  group by 1, 2, 3, 4, 5, 6, 7, 8
) c
join organisations_union u on u.id = c.union_id
cross join lateral (values
  ('area', c.area_code, c.area_name, c.hardship_class),
  ('system', c.own_system, '', c.hardship_class),
  ('cause', c.main_cause, '', '')
) t(kind, code, name, hardship_class)
group by u.id, c.system, t.kind, t.code, t.name, t.hardship_class,
  case when c.day > {SETTLED} then c.day end
having sum(c.households) <> 0 or sum(c.persons) <> 0 or min(c.day) < max(c.day)
order by u.id, t.kind, t.code;

{INTO}
select u.id, u.tier1, u.tier2, u.tier3, u.tier4, u.tier5, u.tier6, h.system, 'opened',
  to_char(h.opened_on, 'YYYY-MM'), '', '', min(h.opened_on), max(h.opened_on), count(*), 0, false
from registry_household h join organisations_union u on u.id = h.union_id
group by u.id, h.system, to_char(h.opened_on, 'YYYY-MM'),
  case when h.opened_on > {SETTLED} then h.opened_on end
order by u.id, to_char(h.opened_on, 'YYYY-MM');
"""


def led(model, name, fields, tiers=TIERS):
    return [
        migrations.AddIndex(
            model,
            models.Index(
                fields=[tier, *fields],
                condition=models.Q(**{f"{tier}__isnull": False}),
                name=f"{name}_{tier}",
            ),
        )
        for tier in tiers
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("eligibility", "0003_intervals"),
        ("organisations", "0005_roles_grow"),
        ("registry", "0005_name_grams"),
    ]
    operations = [
        *(
            migrations.RemoveIndex("determination", f"determination_{led_by}")
            for led_by in ("tier1", "tier2", "tier3", "area")
        ),
        *led("determination", "determination_class", ["hardship_class", "file_no", *HELD]),
        *led(
            "determination",
            "determination_system",
            ["own_system", "file_no", "hardship_class", *HELD],
            TIERS[:4],
        ),
        migrations.AddIndex(
            "determination",
            models.Index(
                fields=["area_code", "file_no", "hardship_class", "own_system", *HELD],
                name="determination_area",
            ),
        ),
        migrations.AddIndex(
            "determination",
            models.Index(
                fields=["holds_from"],
                condition=models.Q(follows=None),
                name="determination_begins",
            ),
        ),
        migrations.CreateModel(
            "Tally",
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
                (
                    "union",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.union",
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=8)),
                ("code", models.CharField(db_collation="C", max_length=40)),
                ("name", models.CharField(default="", max_length=40)),
                (
                    "hardship_class",
                    models.CharField(default="", max_length=20, verbose_name="类别"),
                ),
                ("since", models.DateField()),
                ("day", models.DateField()),
                ("households", models.IntegerField()),
                ("persons", models.IntegerField()),
                ("is_new", models.BooleanField(default=True)),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *led("tally", "tally", ["kind"]),
        migrations.AddIndex("tally", models.Index(fields=["union"], name="tally_union")),
        migrations.AddIndex(
            "tally",
            models.Index(fields=["union"], condition=models.Q(is_new=True), name="tally_new"),
        ),
        migrations.AddConstraint(
            "tally",
            models.CheckConstraint(
                condition=models.Q(since__lte=models.F("day")), name="tally_order"
            ),
        ),
    ]
