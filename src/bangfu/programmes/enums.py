from django.db import models
from django.utils.translation import gettext_lazy as _

WINTER_WARMTH = "winter-warmth"


class Parameter(models.TextChoices):
    PER_TIME = "ceiling_per_time_fen", _("每人每次上限")
    PER_YEAR = "ceiling_per_year_fen", _("每人每年上限")
    SEASON = "season_starts_month", _("一季的起始月份")
    PER_SEASON = "times_per_season", _("每户每季次数")


class ValueStanding(models.TextChoices):
    """Whether an entered value holds at its own place on a day."""

    COMING = "coming", _("尚未生效")
    IN_FORCE = "in_force", _("有效")
    PAST = "past", _("已被取代")
