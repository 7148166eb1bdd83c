import django.db.models.deletion
from django.db import migrations, models

from bangfu.registry import sql


class Migration(migrations.Migration):
    """Who confirmed a batch for the background to merge, and how far it has got with it."""

    dependencies = [("registry", "0002_known"), ("organisations", "0001_initial")]
    operations = [
        migrations.AddField(
            "importbatch",
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
        migrations.AddField(
            "importbatch", "confirmed_at", models.DateTimeField(null=True, verbose_name="确认时间")
        ),
        migrations.AddField(
            "importbatch",
            "confirmed_under",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.appointment",
            ),
        ),
        migrations.RunSQL(sql.STATISTICS, migrations.RunSQL.noop),
    ]
