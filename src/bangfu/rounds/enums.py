from django.db import models


class RoundState(models.TextChoices):
    PLANNED = "planned", "已拟定"
    DECIDED = "decided", "联席会议已决定"
    ROSTERED = "rostered", "花名册已锁定"
    RELEASED = "released", "已放款"
    SENT = "sent", "已送银行"
    RECONCILED = "reconciled", "已对账"
    CANCELLED = "cancelled", "已取消"


class PaymentState(models.TextChoices):
    RELEASED = "released", "待送银行"
    SENT = "sent", "已送银行"
    PAID = "paid", "已到账"
    RETURNED = "returned", "银行退回"
    CLOSED = "closed", "退回已处理"


class ReturnOutcome(models.TextChoices):
    RESTORE = "restore", "归还资金"
    AGAIN = "again", "按现卡号重发"
