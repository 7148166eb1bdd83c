from django.db import migrations, models

from bangfu.funds import sql


class Migration(migrations.Migration):
    """Money moves only along the listed ways, and an earmark is for good."""

    dependencies = [("funds", "0002_posting")]
    operations = [
        migrations.RunSQL(sql.POST_FUNCTION, migrations.RunSQL.noop),
        migrations.RunSQL(sql.EARMARK_GUARD, sql.UNDO_EARMARK_GUARD),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=~models.Q(reference=""), name="transfer_has_document"
            ),
        ),
    ]
