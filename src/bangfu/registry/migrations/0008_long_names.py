"""Names of a hundred characters.

Functions that read the columns were bound to them as they were, and are laid anew after the migration.
"""

from django.db import migrations, models

DROP = """
drop function if exists registry_worker_of(bigint);
drop function if exists registry_file_of(bigint);
drop function if exists registry_files_of(bigint[]);
drop function if exists registry_members_in_force(bigint, date, timestamptz);
drop function if exists registry_member_facts_in_force(bigint, bigint, date, timestamptz);
drop function if exists registry_register_members_in_force(date, timestamptz, bigint[]);
drop function if exists registry_member_facts_over(bigint, bigint, bigint[]);
drop function if exists registry_facts_in_force(bigint, date, timestamptz);
drop function if exists registry_register_in_force(date, timestamptz, bigint[]);
drop function if exists registry_facts_over(bigint, bigint, bigint[]);
drop function if exists registry_facts_versions(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_searching")]
    operations = [
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
        migrations.AlterField(
            "household", "head_name", models.CharField(max_length=100, verbose_name="姓名")
        ),
        migrations.AlterField(
            "person", "name", models.CharField(max_length=100, verbose_name="姓名")
        ),
        *(
            migrations.AlterField(
                of,
                "name",
                models.CharField(blank=True, default="", max_length=100, verbose_name="姓名"),
            )
            for of in ("householdfacts", "memberfacts")
        ),
    ]
