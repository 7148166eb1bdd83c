from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """What brought a version of the facts; beside it stands its number there, as an import has one."""

    IMPORT = "import", _("导入")
    PAGE = "page", _("录入")
