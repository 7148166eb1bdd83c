from django.db import migrations

POSTING = """
create or replace function funds_post() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  -- Locked in id order, so that two batches never wait for each other; NO KEY UPDATE, because a
  -- stronger lock would deadlock with the foreign keys of concurrent inserts.
  perform 1 from funds_account a
    where a.id in (select debit_id from posted union select credit_id from posted)
    order by a.id for no key update;
  -- Grouped first: a batch of 100,000 is a handful of kinds of movement. Anything but a plain yes
  -- refuses: row-level security hides an account of another's fund from this function too.
  if exists (select 1 from (select distinct fund_id, debit_id, credit_id, reason from posted) p
             left join funds_account d on d.id = p.debit_id
             left join funds_account c on c.id = p.credit_id
             where (d.fund_id = p.fund_id and c.fund_id = p.fund_id
                    and (p.reason, d.kind, c.kind) in (('receive', 'source', 'available'), ('reserve', 'available', 'reserved'), ('unreserve', 'reserved', 'available'), ('clear', 'reserved', 'clearing'), ('pay', 'clearing', 'paid'), ('return', 'clearing', 'returned'), ('restore', 'returned', 'available'), ('again', 'returned', 'reserved'))) is not true) then
    raise exception 'transfer leaves its fund' using errcode = 'check_violation',
      constraint = 'transfer_inside_fund';
  end if;
  update funds_account a set balance = a.balance + net.amount
    from (select account, sum(amount) as amount from (
            select debit_id as account, -amount as amount from posted
            union all select credit_id, amount from posted) moved
          group by account) net
    where a.id = net.account;
  return null;
end $$;

create trigger post after insert on funds_transfer
  referencing new table as posted for each statement execute function funds_post();

create function funds_account_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.balance <> 0 then
      raise exception 'an account opens empty' using errcode = 'check_violation',
        constraint = 'account_opens_empty';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' or pg_trigger_depth() < 2 or new.fund_id <> old.fund_id
     or new.kind <> old.kind or new.allow_negative <> old.allow_negative then
    raise exception 'a balance moves only by transfer' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before insert or update or delete on funds_account
  for each row execute function funds_account_guard();
"""
UNDO = """
drop trigger guard on funds_account;
drop function funds_account_guard();
drop trigger post on funds_transfer;
drop function funds_post();
"""
EARMARK_GUARD = """
create function funds_fund_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.union_id, new.source, new.programme_id, new.area_code, new.classes,
      new.procedure) is distinct from (old.union_id, old.source, old.programme_id, old.area_code,
      old.classes, old.procedure) then
    raise exception 'an earmark is for good' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update or delete on funds_fund
  for each row execute function funds_fund_guard();
"""
UNDO_EARMARK_GUARD = """
drop trigger guard on funds_fund;
drop function funds_fund_guard();
"""


class Migration(migrations.Migration):
    """Money moves only along the listed ways, and an earmark is for good."""

    dependencies = [("funds", "0001_initial")]
    operations = [
        migrations.RunSQL(POSTING, UNDO),
        migrations.RunSQL(EARMARK_GUARD, UNDO_EARMARK_GUARD),
    ]
