import django.db.models.deletion
from django.db import migrations, models

# Read by its name, it would keep the table's former columns; laying brings it back.
DROP = "drop function if exists funds_movements()"
OPEN = """
select set_config('app.reach', 'machine', true);
insert into funds_account (fund_id, kind, allow_negative, balance)
select f.id, k.kind, false, 0 from funds_fund f cross join (values ('to_recover'), ('lost')) k (kind)
on conflict do nothing;
"""
KINDS = [
    ("source", "来源"),
    ("available", "可用"),
    ("reserved", "已预留"),
    ("clearing", "发放在途"),
    ("paid", "已发放"),
    ("returned", "退回待定"),
    ("to_recover", "待追回"),
    ("lost", "核销损失"),
]


class Migration(migrations.Migration):
    """Money that arrived can be claimed back; a transfer may name the one that it undoes."""

    dependencies = [("funds", "0003_posting_in_sight")]
    operations = [
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
        migrations.AlterField(
            "account", "kind", models.CharField(choices=KINDS, db_collation="C", max_length=12)
        ),
        migrations.AddField(
            "transfer",
            "about",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="funds.transfer",
            ),
        ),
        migrations.AddIndex(
            "transfer",
            models.Index(
                condition=models.Q(("about__isnull", False)),
                fields=["about"],
                name="transfer_undoing",
            ),
        ),
        migrations.RunSQL(OPEN, migrations.RunSQL.noop),
    ]
