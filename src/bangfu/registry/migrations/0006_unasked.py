"""Which expenses nobody was asked for, because the table that brought the file has no such column.

The published functions give whole rows and were bound to the table as it was: they are laid anew after
the migration, as all guards are.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

DROP = """
drop function if exists registry_facts_in_force(bigint, date, timestamptz);
drop function if exists registry_register_in_force(date, timestamptz, bigint[]);
drop function if exists registry_facts_over(bigint, bigint, bigint[]);
drop function if exists registry_facts_versions(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_name_grams")]
    operations = [
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
        migrations.AddField(
            "householdfacts",
            "unasked",
            ArrayField(models.CharField(max_length=40), default=list, db_default=[], size=None),
        ),
    ]
