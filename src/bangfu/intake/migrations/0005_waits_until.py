from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_column_meanings"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="waits_until",
            field=models.DateTimeField(null=True, verbose_name="等待确认到"),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "等待读取"),
                    ("reading", "读取中"),
                    ("staged", "待确认"),
                    ("merging", "入库中"),
                    ("merged", "已入库"),
                    ("failed", "未能完成"),
                    ("dropped", "已放弃"),
                    ("expired", "已到期清除"),
                ],
                default="waiting",
                max_length=12,
                verbose_name="状态",
            ),
        ),
    ]
