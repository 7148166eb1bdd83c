from django.db import models

WINTER_WARMTH = "winter-warmth"


class Parameter(models.TextChoices):
    PER_TIME = "ceiling_per_time_fen", "每人每次上限"
    PER_YEAR = "ceiling_per_year_fen", "每人每年上限"
    SEASON = "season_starts_month", "一季的起始月份"
