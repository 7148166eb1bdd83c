from django.db import migrations

# Its guard of before lets no claim change for a recovery; laying the guards brings the trigger back.
RECOVERED = """
drop trigger if exists guard on rounds_needclaim;
update rounds_needclaim k
  set holds = x.left_fen > 0, amount_fen = case when x.left_fen > 0 then x.left_fen else k.amount_fen end
  from (select a.id, a.amount_fen - sum(e.amount_fen)::bigint as left_fen
        from rounds_award a
        join rounds_recovery c on c.award_id = a.id
        join rounds_claimend e on e.recovery_id = c.id and e.outcome = 'recovered'
        group by a.id, a.amount_fen) x
  where k.award_id = x.id and k.holds;
"""


class Migration(migrations.Migration):
    """What was recovered of an award counts no more against its programme's ceilings."""

    dependencies = [("rounds", "0012_need_claims")]
    operations = [migrations.RunSQL(RECOVERED, migrations.RunSQL.noop)]
