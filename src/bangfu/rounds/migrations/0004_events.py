import django.db.models.deletion
from django.db import migrations, models

# The log knows every act with a round. The state it left is its own, or the last one's before it;
# the day is the log's where it names one, else the date of the moment.
FILL = """
select set_config('app.reach', 'machine', true);
with acts (action, duty, target) as (values
  ('rounds.plan', 'rounds.plan', 'planned'),
  ('rounds.decide', 'rounds.decide', 'decided'),
  ('rounds.lock_roster', 'rounds.lock_roster', 'rostered'),
  ('rounds.release', 'rounds.release', 'released'),
  ('rounds.send', 'rounds.send', 'sent'),
  ('rounds.take_answer', 'rounds.take_answer', null),
  ('rounds.decide_return', 'rounds.decide_return', null),
  ('rounds.reconcile', 'rounds.reconcile', 'reconciled'),
  ('rounds.cancel', 'rounds.cancel', 'cancelled')
), told as (
  select l.id, r.id as round_id, a.duty, a.target, l.at, l.user_id, l.actor, r.cancel_reason,
         case when l.action = 'rounds.lock_roster' then (l.detail ->> 'day')::date end as said,
         count(a.target) over (partition by r.id order by l.id) as leg
  from audit_entry l
  join acts a on a.action = l.action
  join rounds_round r on l.subject_kind = 'round' and l.subject = r.id::text
), placed as (
  select told.*, coalesce(max(target) over (partition by round_id, leg), '') as stands from told
)
insert into rounds_roundevent
  (round_id, from_state, to_state, duty, day, at, by_user_id, by_name, reason)
select round_id, coalesce(lag(stands) over (partition by round_id order by id), ''), stands, duty,
       coalesce(said, (at at time zone 'Asia/Shanghai')::date), at, user_id, actor,
       case when duty = 'rounds.cancel' then cancel_reason else '' end
from placed order by id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("rounds", "0003_cancel_reason"),
        ("audit", "0003_filters"),
    ]
    operations = [
        migrations.CreateModel(
            "RoundEvent",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_state", models.CharField(db_collation="C", default="", max_length=12)),
                ("to_state", models.CharField(db_collation="C", max_length=12)),
                ("duty", models.CharField(db_collation="C", max_length=60)),
                ("day", models.DateField()),
                ("at", models.DateTimeField(db_default=models.functions.Now())),
                ("by_user_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=80)),
                ("reason", models.CharField(default="", max_length=400, verbose_name="理由")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="rounds.round",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
