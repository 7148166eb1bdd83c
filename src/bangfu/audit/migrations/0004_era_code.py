from django.db import migrations, models

LETTERS = "'ACEFHJKMNPRTUWXY'"
LETTER = f"substr({LETTERS}, 1 + floor(random() * 16)::int, 1)"
# A default that is drawn for each row: what is on file has a code too, and no trigger is asked.
CODES = f"""
alter table audit_era add column code varchar(8) collate "C" not null
  default {LETTER} || {LETTER} || {LETTER} || {LETTER};
alter table audit_era alter column code drop default;
"""


class Migration(migrations.Migration):
    """Each era has a code, which every number that leaves the house carries."""

    dependencies = [("audit", "0003_filters")]
    operations = [
        migrations.RunSQL(
            CODES,
            "alter table audit_era drop column code",
            state_operations=[
                migrations.AddField(
                    "era",
                    "code",
                    models.CharField(db_collation="C", default="", editable=False, max_length=8),
                ),
            ],
        ),
        migrations.AddConstraint(
            "era", models.UniqueConstraint(fields=["code"], name="era_code_once")
        ),
    ]
