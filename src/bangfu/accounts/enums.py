from django.db import models
from django.utils.translation import gettext_lazy as _


class PasswordSetBy(models.TextChoices):
    """Who chose a password; its owner is told at the next sign-in when somebody else did."""

    OWN = "own", _("本人")
    ADMINISTRATOR = "administrator", _("系统管理员")
    OPERATOR = "operator", _("本机操作员")
