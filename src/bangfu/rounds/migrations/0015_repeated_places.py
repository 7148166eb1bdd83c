from django.db import migrations, models


class Migration(migrations.Migration):
    """Who holds more than the first place of a season is found by an index: mostly nobody."""

    dependencies = [("rounds", "0014_answers_kept_for_a_term")]
    operations = [
        migrations.AddIndex(
            "needclaim",
            models.Index(
                fields=["programme", "period"],
                condition=models.Q(holds=True, nth__gt=1),
                name="need_claim_repeated",
            ),
        )
    ]
