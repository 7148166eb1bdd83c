from django.db import migrations, models

TIERS = [f"tier{depth}" for depth in range(1, 7)]
LED = [
    ("case", "case_state", ["state", "id"], {}),
    ("case", "case_waits", ["state", "moved_on"], {"state__in": ["submitted", "checked", "returned"]}),
    ("case", "case_ends", ["state", "posting_ends_on"], {"state": "posted"}),
    ("objection", "objection_waits", ["received_on"], {"outcome": ""}),
]  # fmt: skip


class Migration(migrations.Migration):
    """Lists of cases and objections are read by indexes that lead by jurisdiction."""

    dependencies = [("casework", "0007_notices_leave")]
    operations = [
        migrations.RemoveIndex("case", "case_state"),
        *(
            migrations.AddIndex(
                model,
                models.Index(
                    fields=[tier, *fields],
                    condition=models.Q(**{f"{tier}__isnull": False}) & models.Q(**where),
                    name=f"{name}_{tier}",
                ),
            )
            for model, name, fields, where in LED
            for tier in TIERS
        ),
    ]
