from django.db import migrations

BLANK = """
delete from axes_accessattempt
  where username is null or username not in (select username from accounts_user);
update axes_accessattempt set get_data = '', post_data = '', path_info = '', http_accept = '';
"""


class Migration(migrations.Migration):
    """Failed tries from before keep who, whence and how often, and nothing that was sent."""

    dependencies = [
        ("accounts", "0002_one_time_passwords"),
        ("axes", "0010_accessattemptexpiration"),
    ]
    operations = [migrations.RunSQL(BLANK, migrations.RunSQL.noop)]
