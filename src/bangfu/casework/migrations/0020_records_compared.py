from django.db import migrations


class Migration(migrations.Migration):
    """Changes nothing: from when it was applied on, `bangfu check records` compares rows with the log."""

    dependencies = [("casework", "0018_case_state_counts")]
    operations = []
