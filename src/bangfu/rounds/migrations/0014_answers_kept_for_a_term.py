from django.db import migrations, models

TERM = (
    "update rounds_waitinganswer set kept_until = at + interval '30 days' where kept_until is null"
)


class Migration(migrations.Migration):
    """Answers that came together hang on the first; each goes by itself after thirty days."""

    dependencies = [("rounds", "0013_recovered_counts_no_more")]
    operations = [
        migrations.AddField(
            "waitinganswer",
            "first",
            models.ForeignKey(
                null=True,
                on_delete=models.deletion.CASCADE,
                related_name="others",
                to="rounds.waitinganswer",
            ),
        ),
        migrations.AddField("waitinganswer", "kept_until", models.DateTimeField(null=True)),
        migrations.RunSQL(TERM, migrations.RunSQL.noop),
        migrations.AlterField("waitinganswer", "kept_until", models.DateTimeField()),
    ]
