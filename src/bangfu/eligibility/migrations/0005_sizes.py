"""A size that does not count the persons on file leaves the household undecided: all are decided anew.

Until then a household of four, of whom one member was on file, counted two persons without income.
"""

from django.db import migrations

MARK = """
insert into eligibility_mark (household_id, from_day)
select h.id, h.opened_on from registry_household h
"""


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0004_tallies"), ("registry", "0006_unasked")]
    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
