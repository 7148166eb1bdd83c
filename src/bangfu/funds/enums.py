from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    SOURCE = "source", _("来源")
    AVAILABLE = "available", _("可用")
    RESERVED = "reserved", _("已预留")
    CLEARING = "clearing", _("发放在途")
    PAID = "paid", _("已发放")
    RETURNED = "returned", _("退回待定")


class FundSource(models.TextChoices):
    """资金来源: the lawful sources that fund rules name."""

    CENTRAL = "central", _("中央财政")
    LOCAL = "local", _("地方财政")
    UNION = "union", _("工会经费")
    DONATION = "donation", _("社会捐助")
    INTEREST = "interest", _("专户利息")
    OTHER = "other", _("其他合法收入")


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
}

MOST_FEN = 10**13  # fen in one movement, far above any fund: more is a typing slip
