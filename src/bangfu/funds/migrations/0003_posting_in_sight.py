from django.db import migrations

from bangfu.funds import sql


class Migration(migrations.Migration):
    """Accounts are under row-level security now: a transfer to one that is out of sight is refused."""

    dependencies = [("funds", "0002_posting")]
    operations = [migrations.RunSQL(sql.POST_FUNCTION, migrations.RunSQL.noop)]
