from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("organisations", "0006_two_hands")]
    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="handed_over",
                        to="organisations.union",
                    ),
                ),
                (
                    "role",
                    models.CharField(db_collation="C", max_length=20, verbose_name="身份"),
                ),
                (
                    "to_union",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="taken_up",
                        to="organisations.union",
                    ),
                ),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(verbose_name="止")),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
                ("asked_by_user_id", models.BigIntegerField()),
                ("asked_on", models.DateField()),
                (
                    "answer",
                    models.CharField(db_collation="C", db_default="", default="", max_length=20),
                ),
                (
                    "answer_reason",
                    models.CharField(db_default="", default="", max_length=200),
                ),
                ("answered_by_user_id", models.BigIntegerField(null=True)),
                ("answered_on", models.DateField(null=True)),
            ],
            options={"verbose_name": "代办"},
        ),
        migrations.AddConstraint(
            "handover",
            models.CheckConstraint(
                condition=Q(role__in=["reviewer", "approver", "fund_officer", "releaser"]),
                name="hand_over_of_a_step",
            ),
        ),
        migrations.AddConstraint(
            "handover",
            models.CheckConstraint(
                condition=Q(until__gte=F("since"), since__gte=F("asked_on")),
                name="hand_over_for_a_time",
            ),
        ),
        migrations.AddConstraint(
            "handover",
            models.CheckConstraint(
                condition=Q(answer="", answered_by_user_id=None, answered_on=None)
                | Q(
                    answer__in=["taken", "declined"],
                    answered_by_user_id__isnull=False,
                    answered_on__isnull=False,
                ),
                name="hand_over_answered_whole",
            ),
        ),
        migrations.AddField(
            "appointment",
            "hand_over",
            models.OneToOneField(
                null=True,
                on_delete=models.PROTECT,
                related_name="appointment",
                to="organisations.handover",
            ),
        ),
    ]
