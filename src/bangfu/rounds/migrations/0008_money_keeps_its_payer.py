import django.db.models.deletion
from django.db import migrations, models

# As the owner, who laid the guards: decisions only grow and payments go forward only. This once fills
# what was not yet kept, and leaves every trigger as it found it.
FILL = """
select set_config('app.reach', 'machine', true);
do $$
declare
  kept record;
begin
  create temp table kept_triggers on commit drop as
    select tgrelid::regclass as held, tgname, tgenabled from pg_trigger
    where tgrelid in ('rounds_payment'::regclass, 'rounds_returndecision'::regclass)
      and not tgisinternal;
  alter table rounds_payment disable trigger user;
  alter table rounds_returndecision disable trigger user;
  update rounds_payment p set round_id = a.round_id from rounds_award a where a.id = p.award_id;
  update rounds_returndecision d set round_id = a.round_id from rounds_award a where a.id = d.award_id;
  for kept in select * from kept_triggers loop
    if kept.tgenabled = 'A' then
      execute format('alter table %s enable always trigger %I', kept.held, kept.tgname);
    elsif kept.tgenabled = 'O' then
      execute format('alter table %s enable trigger %I', kept.held, kept.tgname);
    end if;
  end loop;
  drop table kept_triggers;
end $$;
"""


def a_round(*, null: bool) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="rounds.round",
    )


class Migration(migrations.Migration):
    """Payments and decisions name their round, by which their payer sees them wherever a family goes."""

    dependencies = [("rounds", "0007_payment_is_compared_with_its_award")]
    operations = [
        migrations.AddField("payment", "round", a_round(null=True)),
        migrations.AddField("returndecision", "round", a_round(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("payment", "round", a_round(null=False)),
        migrations.AlterField("returndecision", "round", a_round(null=False)),
    ]
