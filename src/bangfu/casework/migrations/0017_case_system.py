"""Cases of one system in a whole city, or province, are found by an index of their own.

A county's own are few enough to look through. A file's cases are found by `case_household`.
"""

import django.db.models.deletion
from django.db import migrations, models

HOUSEHOLD = models.ForeignKey(
    db_index=False,
    on_delete=django.db.models.deletion.PROTECT,
    related_name="cases",
    to="registry.household",
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0016_answers_kept"), ("registry", "0001_initial")]
    operations = [
        # By name: Django would drop every index of that column alone, and so what keeps one live case.
        migrations.RunSQL(
            "drop index casework_case_household_id_18bbca63",
            migrations.RunSQL.noop,
            state_operations=[migrations.AlterField("case", "household", HOUSEHOLD)],
        ),
        *(
            migrations.AddIndex(
                "case",
                models.Index(
                    fields=[tier, "system", "state", "id"],
                    condition=models.Q(**{f"{tier}__isnull": False}),
                    name=f"case_system_{tier}",
                ),
            )
            for tier in ("tier1", "tier2")
        ),
    ]
