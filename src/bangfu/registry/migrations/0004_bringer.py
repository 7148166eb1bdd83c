from django.db import migrations, models

#: Facts refer to nothing above them: what was the number of a batch is now the bringer's number.
#: Renamed and added in place, for rows that only grow can't be updated, not even here.
BRINGER = """
do $$
declare
  facts regclass;
  found record;
  unbrought boolean;
begin
  foreach facts in array array['registry_householdfacts', 'registry_memberfacts']::regclass[] loop
    for found in select conname from pg_constraint
        where conrelid = facts and confrelid = 'registry_importbatch'::regclass loop
      execute format('alter table %s drop constraint %I', facts, found.conname);
    end loop;
    for found in select i.indexrelid::regclass as name from pg_index i
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = facts and i.indnatts = 1 and a.attname = 'batch_id' loop
      execute format('drop index %s', found.name);
    end loop;
    execute format('alter table %s rename column batch_id to source_id', facts);
    execute format('alter table %s add column source varchar(20) not null default ''import''', facts);
    execute format('alter table %s alter column source drop default', facts);
    execute format('select exists (select from %s where source_id is null)', facts) into unbrought;
    if unbrought then
      execute format('alter table %s alter column source type varchar(20)
        using case when source_id is null then ''page'' else ''import'' end', facts);
    end if;
  end loop;
end $$;
"""
SOURCE = [("import", "导入"), ("page", "录入")]
BROUGHT = ~models.Q(source="") & (~models.Q(source="import") | models.Q(source_id__isnull=False))


class Migration(migrations.Migration):
    """Facts keep who brought them; batches leave for the app that reads them in."""

    dependencies = [("registry", "0003_confirmed")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(BRINGER)],
            state_operations=[
                migrations.RemoveField("householdfacts", "batch"),
                migrations.RemoveField("memberfacts", "batch"),
                *(
                    migrations.AddField(
                        model, "source", models.CharField(choices=SOURCE, max_length=20), False
                    )
                    for model in ("householdfacts", "memberfacts")
                ),
                *(
                    migrations.AddField(model, "source_id", models.BigIntegerField(null=True))
                    for model in ("householdfacts", "memberfacts")
                ),
                migrations.DeleteModel("StagedPart"),
                migrations.DeleteModel("StagedRow"),
                migrations.DeleteModel("Upload"),
                migrations.DeleteModel("ImportBatch"),
            ],
        ),
        migrations.AddConstraint(
            "householdfacts",
            models.CheckConstraint(condition=BROUGHT, name="household_facts_brought"),
        ),
        migrations.AddConstraint(
            "memberfacts", models.CheckConstraint(condition=BROUGHT, name="member_facts_brought")
        ),
    ]
