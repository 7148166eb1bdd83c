from django.db import models


class StandardKind(models.TextChoices):
    DIBAO = "城市低保标准", "城市低保标准"
    MINIMUM_WAGE = "最低工资", "最低工资"
