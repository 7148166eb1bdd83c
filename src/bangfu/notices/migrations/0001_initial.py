import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

#: The table comes with its rows; whatever is named after it follows. Its stamp and its guards are
#: laid anew after every migration, under the new name.
MOVE_IN = r"""
do $$
declare
  named record;
begin
  drop function if exists casework_notice_stamp() cascade;
  alter table casework_notice rename to notices_notice;
  alter sequence casework_notice_id_seq rename to notices_notice_id_seq;
  for named in select conname as name from pg_constraint
      where conrelid = 'notices_notice'::regclass and conname like 'casework\_%' loop
    execute format('alter table notices_notice rename constraint %I to %I',
                   named.name, replace(named.name, 'casework_', 'notices_'));
  end loop;
  for named in select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indrelid = 'notices_notice'::regclass and c.relname like 'casework\_%' loop
    execute format('alter index %I rename to %I',
                   named.name, replace(named.name, 'casework_', 'notices_'));
  end loop;
  update django_content_type set app_label = 'notices'
    where app_label = 'casework' and model = 'notice';
end $$;
"""


class Migration(migrations.Migration):
    """Notices move in from `casework`, with their rows; all of them are of determinations."""

    initial = True
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("organisations", "0001_initial"),
        ("casework", "0006_event_duty"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MOVE_IN)],
            state_operations=[
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                                blank=True,
                                db_collation="C",
                                default="",
                                max_length=40,
                                verbose_name="系统",
                            ),
                        ),
                        ("number", models.CharField(max_length=100, verbose_name="文号")),
                        (
                            "token",
                            models.CharField(db_collation="C", max_length=32, unique=True),
                        ),
                        ("posted_on", models.DateField(verbose_name="公示起")),
                        ("ends_on", models.DateField(verbose_name="公示止")),
                        ("working_days", models.SmallIntegerField(verbose_name="工作日数")),
                        ("contact", models.CharField(max_length=120, verbose_name="联系方式")),
                        ("entries", models.JSONField()),
                        ("by_user_id", models.BigIntegerField()),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisations.union",
                                verbose_name="公示单位",
                            ),
                        ),
                    ],
                    options={"verbose_name": "公示"},
                ),
                migrations.AddConstraint(
                    "notice",
                    models.CheckConstraint(
                        condition=models.Q(("working_days__gte", 5)), name="notice_five_days"
                    ),
                ),
                migrations.AddConstraint(
                    "notice",
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("posted_on"))),
                        name="notice_order",
                    ),
                ),
                migrations.AddConstraint(
                    "notice",
                    models.UniqueConstraint(fields=("union", "number"), name="notice_number_once"),
                ),
            ],
        ),
        migrations.AddField(
            "notice",
            "kind",
            models.CharField(
                db_collation="C", default="determination", max_length=20, verbose_name="事项"
            ),
            preserve_default=False,
        ),
    ]
