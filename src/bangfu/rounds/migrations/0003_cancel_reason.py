from django.db import migrations, models

from bangfu.rounds import sql

# Reasons were kept in the log alone. The scope is set, for under FORCE the owner sees no row.
TAKE_OVER = """
select set_config('app.reach', 'machine', true);
update rounds_round r set cancel_reason = left(e.reason, 200)
from (select distinct on (subject) subject, detail ->> 'reason' as reason from audit_entry
      where action = 'rounds.cancel' and detail ? 'reason' order by subject, id desc) e
where e.subject = r.id::text and r.state = 'cancelled';
select set_config('app.reach', '', true);
"""


class Migration(migrations.Migration):
    """A cancelled round keeps why; its reason comes with the cancelling and stays as it is."""

    dependencies = [("rounds", "0002_guards"), ("audit", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="round",
            name="cancel_reason",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="取消的理由"
            ),
        ),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
        migrations.RunSQL(sql.ROUND_GUARD_FUNCTION, migrations.RunSQL.noop),
    ]
