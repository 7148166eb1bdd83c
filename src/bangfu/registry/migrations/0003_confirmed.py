import django.db.models.deletion
from django.db import migrations, models

STATISTICS = """
create or replace function registry_renew_statistics(written int) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  set default_statistics_target = 20 as $$
declare known real := (select reltuples from pg_class where oid = 'registry_household'::regclass);
begin
  if written < 50 + 0.1 * greatest(known, 0) then
    return false;
  end if;
  analyze registry_household, vault_secret, registry_person, registry_membership,
    registry_householdfacts, registry_memberfacts, registry_stagedrow;
  return true;
end $$;
"""


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
        migrations.RunSQL(STATISTICS, migrations.RunSQL.noop),
    ]
