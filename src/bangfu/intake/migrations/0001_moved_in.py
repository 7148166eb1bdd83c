import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

#: The tables come with their rows; whatever is named after them follows. Stamps are laid anew after
#: every migration, under the new names.
MOVE_IN = """
do $$
declare
  moved text;
  found record;
begin
  foreach moved in array array['importbatch', 'upload', 'stagedrow', 'stagedpart'] loop
    execute format('drop function if exists %I() cascade', 'registry_' || moved || '_stamp');
    execute format('alter table %I rename to %I', 'registry_' || moved, 'intake_' || moved);
    execute format('alter sequence %I rename to %I',
                   'registry_' || moved || '_id_seq', 'intake_' || moved || '_id_seq');
    for found in select conname as name from pg_constraint
        where conrelid = ('intake_' || moved)::regclass and conname like 'registry\\_%' loop
      execute format('alter table %I rename constraint %I to %I', 'intake_' || moved,
                     found.name, replace(found.name, 'registry_', 'intake_'));
    end loop;
    for found in select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indrelid = ('intake_' || moved)::regclass and c.relname like 'registry\\_%' loop
      execute format('alter index %I rename to %I',
                     found.name, replace(found.name, 'registry_', 'intake_'));
    end loop;
  end loop;
end $$;
"""
CONTENT_TYPES = """
update django_content_type set app_label = 'intake'
where app_label = 'registry' and model in ('importbatch', 'upload', 'stagedrow', 'stagedpart')
"""


class Migration(migrations.Migration):
    """Batches and what waits in them move in from `registry`, with their rows."""

    initial = True
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("organisations", "0001_initial"),
        ("registry", "0004_bringer"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(MOVE_IN),
                migrations.RunSQL(CONTENT_TYPES),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="ImportBatch",
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
                        ("by_user_id", models.BigIntegerField(null=True)),
                        ("by_name", models.CharField(max_length=80, verbose_name="经办人")),
                        (
                            "file_names",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120),
                                size=None,
                                verbose_name="文件",
                            ),
                        ),
                        ("digest", models.CharField(db_collation="C", max_length=64)),
                        ("reporting_day", models.DateField(verbose_name="上报日")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "等待读取"),
                                    ("reading", "读取中"),
                                    ("staged", "待确认"),
                                    ("merging", "入库中"),
                                    ("merged", "已入库"),
                                    ("failed", "未能完成"),
                                    ("dropped", "已放弃"),
                                ],
                                default="waiting",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "step",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("files", "读取文件"),
                                    ("rows", "逐行检查"),
                                    ("preview", "整理预览"),
                                    ("comparing", "与在档内容核对"),
                                    ("merging", "写入档案"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                        ("progress_done", models.IntegerField(default=0)),
                        ("progress_total", models.IntegerField(default=0)),
                        (
                            "failure",
                            models.CharField(default="", max_length=400, verbose_name="失败原因"),
                        ),
                        ("confirmed_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                        ("counts", models.JSONField(default=dict, verbose_name="结果")),
                        ("outline", models.JSONField(default=dict)),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(),
                                verbose_name="上传时间",
                            ),
                        ),
                        ("merged_at", models.DateTimeField(null=True, verbose_name="入库时间")),
                        (
                            "confirmed_under",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisations.appointment",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="organisations.union",
                                verbose_name="导入工会",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导入批次",
                    },
                ),
                migrations.CreateModel(
                    name="Upload",
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
                        ("file_name", models.CharField(max_length=120)),
                        ("sealed", models.BinaryField()),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uploads",
                                to="intake.importbatch",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="organisations.union",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StagedPart",
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
                        ("number", models.IntegerField()),
                        ("sealed", models.BinaryField()),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="intake.importbatch",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="organisations.union",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("batch", "number"), name="intake_staged_part_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StagedRow",
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
                        ("file_name", models.CharField(max_length=120, verbose_name="文件")),
                        ("sheet", models.CharField(max_length=40, verbose_name="工作表")),
                        ("row_number", models.IntegerField(verbose_name="行号")),
                        (
                            "file_no",
                            models.CharField(
                                db_collation="C", default="", max_length=30, verbose_name="档案编号"
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("accept", "接收"),
                                    ("accept-normalised", "规范后接收"),
                                    ("reject", "退回"),
                                    ("skip", "跳过"),
                                    ("header", "表头"),
                                ],
                                max_length=20,
                                verbose_name="结论",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("new", "新建"),
                                    ("changed", "有变化"),
                                    ("unchanged", "未变"),
                                    ("waiting", "待职工行改正"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="入库结果",
                            ),
                        ),
                        ("remarks", models.JSONField(default=list)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="intake.importbatch",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="organisations.union",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["batch", "verdict", "id"], name="intake_staged_verdict"
                            ),
                            models.Index(fields=["batch", "file_no"], name="intake_staged_file"),
                        ],
                    },
                ),
            ],
        ),
    ]
