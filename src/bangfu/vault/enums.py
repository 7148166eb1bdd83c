from django.db import models
from django.utils.translation import gettext_lazy as _


class SecretKind(models.TextChoices):
    ID_NUMBER = "id_number", _("身份证号")
    CARD = "card", _("银行卡号")


class Purpose(models.TextChoices):
    """Why a number is opened; written to the log."""

    VERIFY = "verify", _("核对身份")
    CONTACT = "contact", _("联系职工")
    PAYMENT = "payment", _("发放资金")
    CORRECTION = "correction", _("更正档案")
    EXPORT = "export", _("导出台账")
    AUDIT = "audit", _("审计")
    IMPORT = "import", _("导入核对")
