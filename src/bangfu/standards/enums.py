from django.db import models
from django.utils.translation import gettext_lazy as _


class StandardKind(models.TextChoices):
    DIBAO = "城市低保标准", _("城市低保标准")
    MINIMUM_WAGE = "最低工资", _("最低工资")
