from django.db import migrations

LINE_GUARD = """
create or replace function organisations_union_line() returns trigger language plpgsql as $$
declare above int[];
begin
  if num_nonnulls(new.tier1, new.tier2, new.tier3, new.tier4, new.tier5, new.tier6) = 0
     and (tg_op = 'INSERT' or old.tier1 is null) then
    return new;
  end if;
  select array[p.tier1, p.tier2, p.tier3, p.tier4, p.tier5, p.tier6] into above from organisations_union p where p.id = new.parent_id;
  if array[new.tier1, new.tier2, new.tier3, new.tier4, new.tier5, new.tier6] is distinct from (coalesce(above, '{}'::int[]))[1:new.depth - 1] || new.id || array_fill(null::int, array[6 - new.depth]) then
    raise exception 'a union lies below its parent' using errcode = 'check_violation',
      constraint = 'union_line_follows_parent';
  end if;
  return new;
end $$;
create trigger line before insert or update of parent_id, depth, tier1, tier2, tier3, tier4, tier5, tier6
  on organisations_union for each row execute function organisations_union_line();
"""
UNDO_LINE_GUARD = """
drop trigger line on organisations_union;
drop function organisations_union_line();
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_duties_apart")]
    operations = [migrations.RunSQL(LINE_GUARD, UNDO_LINE_GUARD)]
