from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    SOURCE = "source", _("来源")
    AVAILABLE = "available", _("可用")
    RESERVED = "reserved", _("已预留")
    CLEARING = "clearing", _("发放在途")
    PAID = "paid", _("已发放")
    RETURNED = "returned", _("退回待定")
    TO_RECOVER = "to_recover", _("待追回")
    LOST = "lost", _("核销损失")
    SURPLUS = "surplus", _("多退待定")


class FundSource(models.TextChoices):
    """资金来源: the lawful sources that fund rules name."""

    CENTRAL = "central", _("中央财政")
    LOCAL = "local", _("地方财政")
    UNION = "union", _("工会经费")
    DONATION = "donation", _("社会捐助")
    INTEREST = "interest", _("专户利息")
    OTHER = "other", _("其他合法收入")


class ReversalOutcome(models.TextChoices):
    DONE = "done", _("冲正")
    REFUSED = "refused", _("不冲正")


class Movement(models.TextChoices):
    """The only acts that move money inside a fund; `WAYS` says from where to where."""

    RECEIVE = "receive", _("收款")
    RESERVE = "reserve", _("预留")
    UNRESERVE = "unreserve", _("解除预留")
    CLEAR = "clear", _("放款")
    PAY = "pay", _("发放到账")
    RETURN = "return", _("银行退回")
    RESTORE = "restore", _("退回款归还")
    AGAIN = "again", _("退回款重发")
    CLAIM_BACK = "claim_back", _("到账后追回")
    RECOVERED = "recovered", _("追回到账")
    CLAIM_DROPPED = "claim_dropped", _("撤销追回")
    WRITE_OFF = "write_off", _("核销")
    REGAINED = "regained", _("核销后收回")
    SURPLUS = "surplus", _("多退暂收")
    SURPLUS_BACK = "surplus_back", _("多退款退还")
    SURPLUS_KEPT = "surplus_kept", _("多退款留用")
    REVERSE = "reverse", _("红字冲销")


#: (debit, credit) of each movement. The database holds the same table (`guards/posting.sql`), so
#: that no program can send money past a step: a test compares the two.
WAYS: dict[Movement, tuple[AccountKind, AccountKind]] = {
    Movement.RECEIVE: (AccountKind.SOURCE, AccountKind.AVAILABLE),
    Movement.RESERVE: (AccountKind.AVAILABLE, AccountKind.RESERVED),
    Movement.UNRESERVE: (AccountKind.RESERVED, AccountKind.AVAILABLE),
    Movement.CLEAR: (AccountKind.RESERVED, AccountKind.CLEARING),
    Movement.PAY: (AccountKind.CLEARING, AccountKind.PAID),
    Movement.RETURN: (AccountKind.CLEARING, AccountKind.RETURNED),
    Movement.RESTORE: (AccountKind.RETURNED, AccountKind.AVAILABLE),
    Movement.AGAIN: (AccountKind.RETURNED, AccountKind.RESERVED),
    Movement.CLAIM_BACK: (AccountKind.PAID, AccountKind.TO_RECOVER),
    Movement.RECOVERED: (AccountKind.TO_RECOVER, AccountKind.AVAILABLE),
    Movement.CLAIM_DROPPED: (AccountKind.TO_RECOVER, AccountKind.PAID),
    Movement.WRITE_OFF: (AccountKind.TO_RECOVER, AccountKind.LOST),
    Movement.REGAINED: (AccountKind.LOST, AccountKind.AVAILABLE),
    Movement.SURPLUS: (AccountKind.SOURCE, AccountKind.SURPLUS),
    Movement.SURPLUS_BACK: (AccountKind.SURPLUS, AccountKind.SOURCE),
    Movement.SURPLUS_KEPT: (AccountKind.SURPLUS, AccountKind.AVAILABLE),
    Movement.REVERSE: (AccountKind.AVAILABLE, AccountKind.SOURCE),
}

#: What a movement undoes: it names the transfer, of this kind and fund, and all that undo one come to
#: no more than it. What the bank sends back once more is a surplus of what was recovered before. The
#: database holds the same table.
UNDOES: dict[Movement, Movement] = {
    Movement.CLAIM_BACK: Movement.PAY,
    Movement.RECOVERED: Movement.CLAIM_BACK,
    Movement.CLAIM_DROPPED: Movement.CLAIM_BACK,
    Movement.WRITE_OFF: Movement.CLAIM_BACK,
    Movement.REGAINED: Movement.WRITE_OFF,
    Movement.SURPLUS: Movement.RECOVERED,
    Movement.SURPLUS_BACK: Movement.SURPLUS,
    Movement.SURPLUS_KEPT: Movement.SURPLUS,
    Movement.REVERSE: Movement.RECEIVE,
}

MOST_FEN = 10**13  # fen in one movement, far above any fund: more is a typing slip
LONGEST_REASON = 200  # characters, of a proposal to reverse a receipt and of its refusal
