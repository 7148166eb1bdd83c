import django.db.models.deletion
from django.db import migrations, models

TIERS = [f"tier{depth}" for depth in range(1, 7)]
HOLDS = models.Q(holds=True)
SEASON = """
select value from programmes_programmeparameter
where programme_id = %s and place = %s and name = 'season_starts_month' and valid_from <= %s
order by valid_from desc, id desc limit 1
"""
#: Counted by the day of the first release, in the season of the round's day, which nobody had twice.
MISSING = """
insert into rounds_needclaim (household_id, round_id, award_id, programme_id, payee_index, period, nth,
  day, amount_fen, holds, tier1, tier2, tier3, tier4, tier5, tier6, system)
select a.household_id, a.round_id, a.id, r.programme_id, a.payee_index, %(period)s, %(nth)s,
  coalesce((select min(e.day) from rounds_roundevent e
            where e.round_id = r.id and e.duty = 'rounds.release'), r.day),
  a.amount_fen,
  r.state <> 'cancelled' and not exists (
    select 1 from rounds_returndecision d where d.award_id = a.id and d.outcome = 'restore'),
  a.tier1, a.tier2, a.tier3, a.tier4, a.tier5, a.tier6, a.system
from rounds_award a join rounds_round r on r.id = a.round_id
where r.id = %(round)s and not exists (select 1 from rounds_needclaim k where k.award_id = a.id)
order by a.id
on conflict do nothing
"""
LEFT = """
select count(*) from rounds_award a
where a.round_id = %s and not exists (select 1 from rounds_needclaim k where k.award_id = a.id)
"""


def reaching(place):
    return list(dict.fromkeys([place, f"{place[:4]}00", f"{place[:2]}0000"]))


def starts_in(cursor, programme, place, day):
    for code in reaching(place):
        cursor.execute(SEASON, [programme, code, day])
        if row := cursor.fetchone():
            return row[0]
    return 1


def enter_claims(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select id, programme_id, area_code, day from rounds_round order by id")
        for round_, programme, place, day in cursor.fetchall():
            month = starts_in(cursor, programme, place, day)
            year = day.year if day.month >= month else day.year - 1
            asked = {"round": round_, "period": f"{year}-{month:02d}"}
            nth, left = 0, 1
            while left:
                nth += 1
                cursor.execute(MISSING, {**asked, "nth": nth})
                cursor.execute(LEFT, [round_])
                (left,) = cursor.fetchone()


def refers_to(model, name="+", **more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=name, to=model, **more
    )


class Migration(migrations.Migration):
    dependencies = [
        ("rounds", "0011_bank_words"),
        ("programmes", "0001_initial"),
        ("registry", "0006_unasked"),
    ]
    operations = [
        migrations.AddField(
            "award",
            "period",
            models.CharField(db_collation="C", default="", max_length=10, verbose_name="季"),
        ),
        migrations.AddField("award", "nth", models.SmallIntegerField(default=1)),
        migrations.AddField("award", "due_on", models.DateField(null=True)),
        migrations.CreateModel(
            name="NeedClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *((tier, models.IntegerField(editable=False, null=True)) for tier in TIERS),
                (
                    "system",
                    models.CharField(
                        blank=True,
                        db_collation="C",
                        default="",
                        max_length=40,
                        verbose_name="系统",
                    ),
                ),
                ("payee_index", models.BinaryField()),
                ("period", models.CharField(db_collation="C", max_length=10)),
                ("nth", models.SmallIntegerField()),
                ("day", models.DateField()),
                ("amount_fen", models.BigIntegerField()),
                ("holds", models.BooleanField(default=True)),
                (
                    "award",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="need_claim",
                        to="rounds.award",
                    ),
                ),
                ("household", refers_to("registry.household", db_index=False)),
                ("programme", refers_to("programmes.programme", db_index=False)),
                ("round", refers_to("rounds.round")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=HOLDS, fields=["programme", "day"], name="need_claim_day"
                    ),
                    models.Index(fields=["household"], name="need_claim_household"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=HOLDS,
                        fields=("programme", "household", "period", "nth"),
                        name="need_claim_household_once",
                    ),
                    models.UniqueConstraint(
                        condition=HOLDS,
                        fields=("programme", "payee_index", "period", "nth"),
                        name="need_claim_person_once",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(period="") & models.Q(nth__gte=1),
                        name="need_claim_whole",
                    ),
                ],
            },
        ),
        migrations.RunPython(enter_claims, migrations.RunPython.noop),
    ]
