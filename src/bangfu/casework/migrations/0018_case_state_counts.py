"""Cases of a state are counted by their index alone: it has what row-level security asks of a row, too."""

from django.db import migrations, models

TIERS = ("tier1", "tier2", "tier3", "tier4", "tier5", "tier6")


def _index(tier: str) -> models.Index:
    return models.Index(
        fields=[tier, "state", "id"],
        include=[each for each in (*TIERS, "system") if each != tier],
        condition=models.Q(**{f"{tier}__isnull": False}),
        name=f"case_state_{tier}",
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0017_case_system")]
    operations = [
        *(migrations.RemoveIndex("case", f"case_state_{tier}") for tier in TIERS),
        *(migrations.AddIndex("case", _index(tier)) for tier in TIERS),
    ]
