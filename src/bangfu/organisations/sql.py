"""What the database holds: a demo stays a demo, its day moves forward, duties stay apart, and a
union's line of ancestors is its parent's with itself at the end.
"""

from bangfu.scope.models import TIERS
from bangfu.scope.reach import MAX_DEPTH

GUARD = """
create function installation_guard() returns trigger language plpgsql as $$
begin
  if new.is_demo is distinct from old.is_demo then
    raise exception 'installation kind is for good' using errcode = 'restrict_violation';
  end if;
  if new.demo_day < old.demo_day then
    raise exception 'demo day moves forward only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update on organisations_installation
  for each row execute function installation_guard();
"""

UNDO = """
drop trigger guard on organisations_installation;
drop function installation_guard();
"""

APART = """
create function appointment_apart() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.user_id = old.user_id and new.role = old.role
     and new.since >= old.since and (old.until is null or new.until <= old.until) then
    return new;  -- what only ends sooner can't come to overlap
  end if;
  -- Of two appointments of one user at once, the second waits and sees the first.
  perform 1 from accounts_user where id = new.user_id for no key update;
  if exists (
    select 1 from organisations_appointment other
    where other.user_id = new.user_id and other.id <> new.id
      and (other.role = 'administrator') <> (new.role = 'administrator')
      and coalesce(other.until, 'infinity') >= other.since
      and coalesce(new.until, 'infinity') >= new.since
      and other.since <= coalesce(new.until, 'infinity')
      and new.since <= coalesce(other.until, 'infinity')
  ) then
    raise exception 'an administrator holds no other role'
      using errcode = 'exclusion_violation', constraint = 'appointment_administrator_apart';
  end if;
  return new;
end $$;
create trigger apart before insert or update on organisations_appointment
  for each row execute function appointment_apart();
"""

UNDO_APART = """
drop trigger apart on organisations_appointment;
drop function appointment_apart();
"""


def line_of(alias: str) -> str:
    return "array[" + ", ".join(f"{alias}.{tier}" for tier in TIERS) + "]"


def line_below(union: str, above: str) -> str:
    """What a union's line must be. `above` is its parent's line, null for a root."""
    return (
        f"(coalesce({above}, '{{}}'::int[]))[1:{union}.depth - 1] || {union}.id"
        f" || array_fill(null::int, array[{MAX_DEPTH} - {union}.depth])"
    )


#: A new union's line is unset until its number is known; once set it can't be unset.
LINE_GUARD = f"""
create or replace function organisations_union_line() returns trigger language plpgsql as $$
declare above int[];
begin
  if num_nonnulls({", ".join(f"new.{tier}" for tier in TIERS)}) = 0
     and (tg_op = 'INSERT' or old.tier1 is null) then
    return new;
  end if;
  select {line_of("p")} into above from organisations_union p where p.id = new.parent_id;
  if {line_of("new")} is distinct from {line_below("new", "above")} then
    raise exception 'a union lies below its parent' using errcode = 'check_violation',
      constraint = 'union_line_follows_parent';
  end if;
  return new;
end $$;
create trigger line before insert or update of parent_id, depth, {", ".join(TIERS)}
  on organisations_union for each row execute function organisations_union_line();
"""
UNDO_LINE_GUARD = """
drop trigger line on organisations_union;
drop function organisations_union_line();
"""
