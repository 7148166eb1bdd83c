from django.db import models
from django.utils.translation import gettext_lazy as _


class PasswordSetBy(models.TextChoices):
    """Whose choice a password was; another's choice is seen by its owner at the next sign-in."""

    OWN = "own", _("本人")
    ADMINISTRATOR = "administrator", _("系统管理员")
    OPERATOR = "operator", _("本机操作员")
