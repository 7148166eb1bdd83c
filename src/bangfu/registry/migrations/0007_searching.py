"""Numbers are found by their tails, names in whatever width, case and dots they were typed.

The grams of names that hold what is folded are drawn anew, in frozen text. Functions that give whole
rows were bound to the table as it was, and are laid anew after the migration.
"""

from django.db import migrations, models
from django.db.models.functions import Right

DROP = """
drop function if exists registry_file_of(bigint);
drop function if exists registry_files_of(bigint[]);
"""
WRITTEN = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
    "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ０１２３４５６７８９"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ"
    " ·.•‧∙⋅●・．･᛫․　"
)
FOLDED = (
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
    "abcdefghijklmnopqrstuvwxyz0123456789"
    "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ"
)
CHANGED = f"""
create temp table folded on commit drop as
select h.id, h.file_no, h.tier1, h.tier2, h.tier3, h.tier4, h.tier5, h.tier6, h.system,
  translate(h.head_name, '{WRITTEN}', '{FOLDED}') as said
from registry_household h where h.head_name <> translate(h.head_name, '{WRITTEN}', '{FOLDED}');
delete from registry_namegram g using folded f where g.household_id = f.id;
insert into registry_namegram (household_id, gram, file_no, tier1, tier2, tier3, tier4, tier5, tier6,
  system)
select f.id, g.gram, f.file_no, f.tier1, f.tier2, f.tier3, f.tier4, f.tier5, f.tier6, f.system
from folded f cross join lateral (
  select distinct part as gram from (
    select substr(f.said, at, 2) as part from generate_series(1, length(f.said) - 1) at
    union all select left(f.said, 1)
  ) parts where part <> ''
) g;
drop table folded
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_unasked")]
    operations = [
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
        migrations.AddField(
            "household",
            "file_tail",
            models.GeneratedField(
                db_persist=True,
                expression=Right("file_no", 4),
                output_field=models.CharField(db_collation="C", max_length=4),
            ),
        ),
        migrations.AddIndex("household", models.Index(fields=["file_tail"], name="household_tail")),
        migrations.RunSQL(CHANGED, migrations.RunSQL.noop),
    ]
