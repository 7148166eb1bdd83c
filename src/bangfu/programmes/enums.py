from django.db import models


class Parameter(models.TextChoices):
    PER_TIME = "ceiling_per_time_fen", "每人每次上限"
    PER_YEAR = "ceiling_per_year_fen", "每人每年上限"
