from django.db import models


class AccountKind(models.TextChoices):
    SOURCE = "source", "来源"
    AVAILABLE = "available", "可用"
    RESERVED = "reserved", "已预留"
    CLEARING = "clearing", "发放在途"
    PAID = "paid", "已发放"
    RETURNED = "returned", "退回待定"


class FundSource(models.TextChoices):
    """资金来源 (domain.md section 5)."""

    CENTRAL = "central", "中央财政"
    LOCAL = "local", "地方财政"
    UNION = "union", "工会经费"
    DONATION = "donation", "社会捐助"
    INTEREST = "interest", "专户利息"
    OTHER = "other", "其他合法收入"
