"""Who stands in a row, where the preview shows it, and what it changes.

Batches read before keep what they can tell: rows that go back and rows to be looked at; which of their
rows made a household new or changed it was not kept, and their pages don't say it.
"""

from django.db import migrations, models

TELL = """
update intake_stagedrow set
  tab = case when verdict = 'reject' then 'back' else '' end,
  to_check = verdict in ('accept', 'accept-normalised') and remarks @> '[{"code": "notice"}]'
where verdict in ('accept', 'accept-normalised', 'reject')
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_moved_in"), ("organisations", "0005_roles_grow")]
    operations = [
        migrations.RemoveIndex("stagedrow", "intake_staged_verdict"),
        migrations.AddField("stagedrow", "differences", models.JSONField(default=list)),
        migrations.AddField(
            "stagedrow",
            "head_name",
            models.CharField(default="", max_length=100, verbose_name="户主姓名"),
        ),
        migrations.AddField(
            "stagedrow",
            "member_name",
            models.CharField(default="", max_length=100, verbose_name="成员姓名"),
        ),
        migrations.AddField(
            "stagedrow",
            "tab",
            models.CharField(
                blank=True,
                choices=[
                    ("new", "新建"),
                    ("changed", "变化"),
                    ("check", "需核对"),
                    ("back", "退回"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            "stagedrow", "to_check", models.BooleanField(default=False, verbose_name="需核对")
        ),
        migrations.RunSQL(TELL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "stagedrow",
            models.Index(
                condition=models.Q(("tab", ""), _negated=True),
                fields=["batch", "tab", "id"],
                name="intake_staged_tab",
            ),
        ),
        migrations.AddIndex(
            "stagedrow",
            models.Index(
                condition=models.Q(("to_check", True)),
                fields=["batch", "id"],
                name="intake_staged_check",
            ),
        ),
    ]
