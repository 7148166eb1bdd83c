from django.db import migrations, models

OPEN = """
select set_config('app.reach', 'machine', true);
insert into funds_account (fund_id, kind, allow_negative, balance)
select f.id, 'surplus', false, 0 from funds_fund f on conflict do nothing;
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
    ("surplus", "多退待定"),
]


class Migration(migrations.Migration):
    """What a bank sends back of money that was recovered before waits, held apart, for a decision."""

    dependencies = [("funds", "0005_reversals")]
    operations = [
        migrations.AlterField(
            "account", "kind", models.CharField(choices=KINDS, db_collation="C", max_length=12)
        ),
        migrations.RunSQL(OPEN, migrations.RunSQL.noop),
    ]
