from django.db import migrations, models

# Reasons were kept in the log alone. The scope is set, for under FORCE the owner sees no row.
TAKE_OVER = """
select set_config('app.reach', 'machine', true);
update rounds_round r set cancel_reason = left(e.reason, 200)
from (select distinct on (subject) subject, detail ->> 'reason' as reason from audit_entry
      where action = 'rounds.cancel' and detail ? 'reason' order by subject, id desc) e
where e.subject = r.id::text and r.state = 'cancelled';
select set_config('app.reach', '', true);
"""

ROUND_GUARD_FUNCTION = """
create or replace function rounds_round_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a round is never deleted' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'planned' or new.decided_by_id is not null or new.released_by_id is not null
       or new.decided_total_fen is not null or new.cancel_reason <> '' then
      raise exception 'a round begins as planned' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('decided', 'cancelled'), ('decided', 'rostered'), ('planned', 'cancelled'), ('planned', 'decided'), ('released', 'sent'), ('rostered', 'cancelled'), ('rostered', 'released'), ('sent', 'reconciled'), ('sent', 'released')) then
    raise exception 'no such step' using errcode = 'restrict_violation';
  end if;
  if (new.union_id, new.programme_id, new.fund_id, new.area_code, new.day, new.amounts,
      new.planned_by_id, new.created_at) is distinct from
     (old.union_id, old.programme_id, old.fund_id, old.area_code, old.day, old.amounts,
      old.planned_by_id, old.created_at) then
    raise exception 'a plan is for good' using errcode = 'restrict_violation';
  end if;
  if (new.decided_by_id, new.decided_total_fen, new.minutes_no, new.met_on, new.decision)
       is distinct from
     (old.decided_by_id, old.decided_total_fen, old.minutes_no, old.met_on, old.decision)
     and (old.state, new.state) <> ('planned', 'decided') then
    raise exception 'a decision is for good' using errcode = 'restrict_violation';
  end if;
  if new.state = 'decided' and (new.decided_by_id is null or new.decided_total_fen is null
     or new.decided_total_fen <= 0) then
    raise exception 'decided by nobody' using errcode = 'restrict_violation';
  end if;
  if old.released_by_id is not null and new.released_by_id is distinct from old.released_by_id then
    raise exception 'a release is for good' using errcode = 'restrict_violation';
  end if;
  if new.cancel_reason <> old.cancel_reason
     and (new.state <> 'cancelled' or old.state = 'cancelled') then
    raise exception 'a reason comes with the cancelling, for good'
      using errcode = 'restrict_violation';
  end if;
  if new.state = 'cancelled' and old.state <> 'cancelled' and btrim(new.cancel_reason) = '' then
    raise exception 'cancelled without a reason' using errcode = 'restrict_violation';
  end if;
  if (old.state, new.state) = ('decided', 'rostered') and not exists (
      select 1 from rounds_award a where a.round_id = new.id
      having count(*) > 0 and sum(a.amount_fen) <= new.decided_total_fen) then
    raise exception 'roster beyond the decision' using errcode = 'check_violation',
      constraint = 'roster_within_decision';
  end if;
  return new;
end $$;
"""


class Migration(migrations.Migration):
    """A cancelled round keeps why; its reason comes with the cancelling and stays as it is."""

    dependencies = [("rounds", "0002_guards"), ("audit", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="round",
            name="cancel_reason",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="取消的理由"
            ),
        ),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
        migrations.RunSQL(ROUND_GUARD_FUNCTION, migrations.RunSQL.noop),
    ]
