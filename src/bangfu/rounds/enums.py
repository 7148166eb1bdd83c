from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    PLANNED = "planned", _("已拟定")
    DECIDED = "decided", _("联席会议已决定")
    ROSTERED = "rostered", _("花名册已锁定")
    RELEASED = "released", _("已放款")
    SENT = "sent", _("已送银行")
    RECONCILED = "reconciled", _("已对账")
    CANCELLED = "cancelled", _("已取消")


class PaymentState(models.TextChoices):
    RELEASED = "released", _("待送银行")
    SENT = "sent", _("已送银行")
    PAID = "paid", _("已到账")
    RETURNED = "returned", _("银行退回")
    CLOSED = "closed", _("退回已处理")


class ReturnOutcome(models.TextChoices):
    RESTORE = "restore", _("归还资金")
    AGAIN = "again", _("按现卡号重发")


class ClaimOutcome(models.TextChoices):
    """How a claim, or a part of one, came to its end: the values are those of the ledger's movements, but
    for what the bank itself sent back, which is recovered.
    """

    RECOVERED = "recovered", _("追回到账")
    DROPPED = "claim_dropped", _("撤销追回")
    WRITTEN_OFF = "write_off", _("核销")
    SENT_BACK = "sent_back", _("银行退回")


class SurplusOutcome(models.TextChoices):
    """What becomes of money that the bank sent back once more: the values are the ledger's movements."""

    BACK = "surplus_back", _("退还交款人")
    KEPT = "surplus_kept", _("留作资金")


LONGEST_REASON = 200  # characters, of a cancellation or of a decision on a return
