from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """What brought a version of the facts; beside it stands its number there, as an import has one."""

    IMPORT = "import", _("导入")
    PAGE = "page", _("录入")


class LookedAt(models.TextChoices):
    """The original by which a person confirmed an account."""

    CARD = "card", _("银行卡原件")
    PASSBOOK = "passbook", _("存折原件")
    PROOF = "proof", _("银行出具的账户证明")


class Change(models.TextChoices):
    """What a version makes of what is on file."""

    NEW = "new", _("新建")
    CHANGED = "changed", _("有变化")
    UNCHANGED = "unchanged", _("未变")
