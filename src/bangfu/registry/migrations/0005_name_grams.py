from django.db import migrations, models

TIERS = [f"tier{depth}" for depth in range(1, 7)]
#: The files that are there already; later ones are kept by a trigger.
FILL = """
insert into registry_namegram (household_id, gram, file_no, tier1, tier2, tier3, tier4, tier5, tier6,
  system)
select h.id, g.gram, h.file_no, h.tier1, h.tier2, h.tier3, h.tier4, h.tier5, h.tier6, h.system
from registry_household h cross join lateral (
  select distinct part as gram from (
    select substr(h.head_name, at, 2) as part from generate_series(1, length(h.head_name) - 1) at
    union all select left(h.head_name, 1)
  ) parts where part <> ''
) g
order by g.gram, h.file_no
"""


class Migration(migrations.Migration):
    """Names are searched by every two characters that stand together."""

    dependencies = [("registry", "0004_bringer")]
    operations = [
        migrations.CreateModel(
            "NameGram",
            fields=[
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
                    "pk",
                    models.CompositePrimaryKey(
                        "household_id",
                        "gram",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=models.deletion.CASCADE,
                        related_name="grams",
                        to="registry.household",
                    ),
                ),
                ("gram", models.CharField(db_collation="C", max_length=2)),
                ("file_no", models.CharField(db_collation="C", max_length=30)),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *(
            migrations.AddIndex(
                "namegram",
                models.Index(
                    fields=["gram", tier, "file_no"],
                    condition=models.Q(**{f"{tier}__isnull": False}),
                    name=f"namegram_{tier}",
                ),
            )
            for tier in TIERS
        ),
    ]
