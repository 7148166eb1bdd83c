"""Determinations become intervals: one row while nothing changes, in place of one a day.

What was stored is kept: days that follow each other and are alike become one interval, known since
the first of them was stored. What those days don't tell (the days between and before them, the
standard and the members a decision stood on) is decided anew: every household gets a mark from the
day its file was opened, and the background does the rest.

Long, because it is one step: table, rows and constraints change together or not at all.
"""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

FORGET_STALE = """
drop trigger if exists stale on eligibility_ruleadoption;
drop trigger if exists stale on standards_localstandard;
drop trigger if exists stale on registry_membership;
drop trigger if exists stale_from_birth on registry_householdfacts;
drop trigger if exists stale on registry_memberfacts;
drop trigger if exists stale on registry_householdfacts;
drop function if exists eligibility_decided_otherwise(bigint, date, text);
drop function if exists eligibility_adoption_changed();
drop function if exists eligibility_standard_changed();
drop function if exists eligibility_membership_ended();
drop function if exists eligibility_household_came_in();
drop function if exists eligibility_facts_changed();
"""

# Plain and without policies, but it lives and dies within this migration's transaction.
PUT_ASIDE = """
create table eligibility_daily as select * from eligibility_determination;
"""

# A household that came in between two assessments had a row that nothing had been decided in.
JOIN_DAYS = """
with told as (
  select e.*, to_jsonb(e) - array['id', 'day', 'stale', 'assessed_at'] as content
  from eligibility_daily e
  where not (e.stale and e.hardship_class = '待核实' and e.missing = '{}' and e.rule_set = '')
), parted as (
  select t.*, content is distinct from
    lag(content) over (partition by household_id order by day) as begins
  from told t
), begun as (
  select p.*, lead(day) over (partition by household_id order by day) as ends,
    lag(day) over (partition by household_id order by day) as before
  from parted p where begins
)
insert into eligibility_determination (household_id, file_no, holds_from, holds_until, follows,
  decided_at, facts_id, member_facts, hardship_class, missing, excluded, income_fen, essential_fen,
  size, standard_fen, rule_set, area_code, area_name, own_system, persons, main_cause,
  tier1, tier2, tier3, tier4, tier5, tier6, system)
select b.household_id, h.file_no, b.day, coalesce(b.ends, date '9999-12-31'),
  case when b.before is not null then b.day end,
  b.assessed_at, b.facts_id, '{}', b.hardship_class, b.missing, b.excluded, b.income_fen,
  b.essential_fen, b.size, b.standard_fen, b.rule_set, b.area_code, b.area_name, b.own_system,
  b.persons, b.main_cause, h.tier1, h.tier2, h.tier3, h.tier4, h.tier5, h.tier6, h.system
from begun b join registry_household h on h.id = b.household_id
order by b.household_id, b.day;

insert into eligibility_mark (household_id, from_day)
select h.id, h.opened_on from registry_household h
where exists (select from registry_householdfacts f where f.household_id = h.id)
order by h.id;

drop table eligibility_daily;
"""

# A row begins where exactly one other ends: no gap and no overlap, whoever writes.
CHAIN = """
alter table eligibility_determination add constraint determination_chain
  foreign key (household_id, follows)
  references eligibility_determination (household_id, holds_until)
  deferrable initially deferred;
"""

# As its reader: an officer sees of what waits by place only what lies in their own sight.
WAITING = """
create view eligibility_waiting with (security_invoker = true) as
select m.household_id, m.from_day, date '9999-12-31' as until_day from eligibility_mark m
union all
select d.household_id, greatest(r.from_day, d.holds_from), d.holds_until
from eligibility_redecision r
join eligibility_determination d on d.holds_until > r.from_day
  and (r.place = d.area_code or r.place = left(d.area_code, 4) || '00'
       or r.place = left(d.area_code, 2) || '0000')
where r.done_at is null and not exists (
  select from eligibility_redecidedrange x
  where x.redecision_id = r.id and x.number = d.household_id / 20000);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("eligibility", "0002_stale"),
        ("registry", "0004_bringer"),
    ]
    operations = [
        migrations.RunSQL(FORGET_STALE),
        migrations.RunSQL(PUT_ASIDE),
        migrations.DeleteModel("Determination"),
        migrations.DeleteModel("AssessedDay"),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("household_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("from_day", models.DateField()),
                ("until_day", models.DateField()),
            ],
            options={
                "db_table": "eligibility_waiting",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("household_id", models.BigIntegerField()),
                ("from_day", models.DateField()),
            ],
            options={
                "indexes": [models.Index(fields=["household_id"], name="mark_household")],
            },
        ),
        migrations.CreateModel(
            name="Redecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(db_collation="C", max_length=6)),
                ("from_day", models.DateField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["id"], name="redecision_open"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Determination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tier1", models.IntegerField(editable=False, null=True)),
                ("tier2", models.IntegerField(editable=False, null=True)),
                ("tier3", models.IntegerField(editable=False, null=True)),
                ("tier4", models.IntegerField(editable=False, null=True)),
                ("tier5", models.IntegerField(editable=False, null=True)),
                ("tier6", models.IntegerField(editable=False, null=True)),
                (
                    "system",
                    models.CharField(
                        blank=True, db_collation="C", default="", max_length=40, verbose_name="系统"
                    ),
                ),
                ("holds_from", models.DateField(verbose_name="起")),
                (
                    "holds_until",
                    models.DateField(default=datetime.date(9999, 12, 31), verbose_name="止"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("facts_id", models.BigIntegerField()),
                (
                    "member_facts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("standard_id", models.BigIntegerField(null=True)),
                ("adoption_id", models.BigIntegerField(null=True)),
                ("hardship_class", models.CharField(max_length=20, verbose_name="类别")),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "excluded",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("income_fen", models.BigIntegerField(null=True)),
                ("essential_fen", models.BigIntegerField(null=True)),
                ("size", models.IntegerField(null=True)),
                ("standard_fen", models.BigIntegerField(null=True)),
                ("rule_set", models.CharField(db_collation="C", default="", max_length=20)),
                ("area_code", models.CharField(db_collation="C", max_length=6)),
                ("area_name", models.CharField(default="", max_length=40)),
                ("own_system", models.CharField(db_collation="C", default="", max_length=40)),
                ("persons", models.IntegerField()),
                ("main_cause", models.CharField(default="", max_length=40)),
                (
                    "file_no",
                    models.CharField(db_collation="C", max_length=30, verbose_name="档案编号"),
                ),
                ("follows", models.DateField(null=True)),
                ("turns_on", models.DateField(null=True)),
                (
                    "household",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="determinations",
                        to="registry.household",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["tier1", "hardship_class", "file_no"],
                        include=("holds_from", "holds_until"),
                        name="determination_tier1",
                    ),
                    models.Index(
                        fields=["tier2", "hardship_class", "file_no"],
                        include=("holds_from", "holds_until"),
                        name="determination_tier2",
                    ),
                    models.Index(
                        fields=["tier3", "hardship_class", "file_no"],
                        include=("holds_from", "holds_until"),
                        name="determination_tier3",
                    ),
                    models.Index(
                        fields=["tier1", "area_code", "hardship_class", "file_no"],
                        include=("holds_from", "holds_until"),
                        name="determination_area",
                    ),
                    models.Index(
                        condition=models.Q(("turns_on__isnull", False)),
                        fields=["turns_on"],
                        name="determination_turns",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("holds_from__lt", models.F("holds_until"))),
                        name="determination_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("follows", None), ("follows", models.F("holds_from")), _connector="OR"
                        ),
                        name="determination_link",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("turns_on", None),
                            ("turns_on", models.F("holds_until")),
                            _connector="OR",
                        ),
                        name="determination_turn",
                    ),
                    models.UniqueConstraint(
                        fields=("household", "holds_from"), name="determination_start"
                    ),
                    models.UniqueConstraint(
                        fields=("household", "holds_until"), name="determination_end"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("follows", None)),
                        fields=("household",),
                        name="determination_first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeterminationPast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tier1", models.IntegerField(editable=False, null=True)),
                ("tier2", models.IntegerField(editable=False, null=True)),
                ("tier3", models.IntegerField(editable=False, null=True)),
                ("tier4", models.IntegerField(editable=False, null=True)),
                ("tier5", models.IntegerField(editable=False, null=True)),
                ("tier6", models.IntegerField(editable=False, null=True)),
                (
                    "system",
                    models.CharField(
                        blank=True, db_collation="C", default="", max_length=40, verbose_name="系统"
                    ),
                ),
                ("holds_from", models.DateField(verbose_name="起")),
                (
                    "holds_until",
                    models.DateField(default=datetime.date(9999, 12, 31), verbose_name="止"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("facts_id", models.BigIntegerField()),
                (
                    "member_facts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("standard_id", models.BigIntegerField(null=True)),
                ("adoption_id", models.BigIntegerField(null=True)),
                ("hardship_class", models.CharField(max_length=20, verbose_name="类别")),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "excluded",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("income_fen", models.BigIntegerField(null=True)),
                ("essential_fen", models.BigIntegerField(null=True)),
                ("size", models.IntegerField(null=True)),
                ("standard_fen", models.BigIntegerField(null=True)),
                ("rule_set", models.CharField(db_collation="C", default="", max_length=20)),
                ("area_code", models.CharField(db_collation="C", max_length=6)),
                ("area_name", models.CharField(default="", max_length=40)),
                ("own_system", models.CharField(db_collation="C", default="", max_length=40)),
                ("persons", models.IntegerField()),
                ("main_cause", models.CharField(default="", max_length=40)),
                ("determination_id", models.BigIntegerField()),
                ("known_until", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["household", "holds_from"], name="determination_past_held")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decided_at__lte", models.F("known_until"))),
                        name="determination_past_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RedecidedRange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField()),
                (
                    "redecision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ranges",
                        to="eligibility.redecision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("redecision", "number"), name="redecided_once")
                ],
            },
        ),
        migrations.RunSQL(WAITING),
        migrations.RunSQL(JOIN_DAYS),
        migrations.RunSQL(CHAIN),
    ]
