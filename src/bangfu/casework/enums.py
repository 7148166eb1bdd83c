from django.db import models


class CaseState(models.TextChoices):
    SUBMITTED = "submitted", "已提交"
    CHECKED = "checked", "已审核"
    POSTED = "posted", "公示中"
    APPROVED = "approved", "已批准"
    RETURNED = "returned", "已退回"
    REFUSED = "refused", "不予认定"


class ObjectionOutcome(models.TextChoices):
    UPHELD = "upheld", "成立"
    DISMISSED = "dismissed", "不成立"
