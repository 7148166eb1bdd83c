from django.db import models

WINTER_WARMTH = "winter-warmth"


class Parameter(models.TextChoices):
    PER_TIME = "ceiling_per_time_fen", "每人每次上限"
    PER_YEAR = "ceiling_per_year_fen", "每人每年上限"
    SEASON = "season_starts_month", "一季的起始月份"


class Standing(models.TextChoices):
    """Whether an entered value holds at its own place on a day."""

    COMING = "coming", "尚未生效"
    IN_FORCE = "in_force", "有效"
    PAST = "past", "已被取代"
