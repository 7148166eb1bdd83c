"""A decision has a number of its own, so that a row decided anew stays what it is to every index.

Until then it got a new id, and with it a new entry in each of a dozen indexes. Half of each page is left
free for what a row becomes. The table is written anew once, with its indexes.
"""

from django.db import migrations, models

NUMBERED = """
create sequence eligibility_decision_number;
select setval('eligibility_decision_number', last_value) from eligibility_determination_id_seq;
alter table eligibility_determination set (fillfactor = 50);
alter table eligibility_determination add column decision bigint;
alter table eligibility_determination
  alter column decision type bigint using id,
  alter column decision set default nextval('eligibility_decision_number'),
  alter column decision set not null;
"""
NUMBER = models.BigIntegerField(
    db_default=models.Func(models.Value("eligibility_decision_number"), function="nextval")
)


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0005_sizes")]
    operations = [
        migrations.RunSQL(
            NUMBERED,
            migrations.RunSQL.noop,
            state_operations=[migrations.AddField("determination", "decision", NUMBER)],
        )
    ]
