from django.db import models


class SecretKind(models.TextChoices):
    ID_NUMBER = "id_number", "身份证号"
    CARD = "card", "银行卡号"


class Purpose(models.TextChoices):
    """Why a number is opened; written to the log."""

    VERIFY = "verify", "核对身份"
    PAYMENT = "payment", "发放资金"
    CORRECTION = "correction", "更正档案"
    EXPORT = "export", "导出台账"
    AUDIT = "audit", "审计"
    IMPORT = "import", "导入核对"
