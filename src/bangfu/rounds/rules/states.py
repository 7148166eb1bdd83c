"""The one table of a round's way: every act, from which state to which, and whose duty it is.

States are the values of `rounds.enums.RoundState`. The database guards the same changes of state
(`guards/round.sql`); who may not act twice for one round is said in `acts.incompatible`. Pure.
"""

from __future__ import annotations

from bangfu.kernel.phrases import mark
from bangfu.kernel.states import Move, Table
from bangfu.kernel.words import Word

from .. import duties


class Act(Word):
    """What is done with a round."""

    PLAN = "plan", mark("拟定批次")
    DECIDE = "decide", mark("登记联席会议决定")
    ROSTER = "roster", mark("编制并锁定花名册")
    RELEASE = "release", mark("放款")
    EXPORT = "export", mark("导出发放文件")
    ANSWER = "answer", mark("读入银行回单")
    RETURN = "return", mark("处理退回和暂缓")
    RECONCILE = "reconcile", mark("对账结清")
    REOPEN = "reopen", mark("结清后读入退回")
    CANCEL = "cancel", mark("取消批次")
    RECOVER = "recover", mark("决定追回")
    BOOK_RECOVERED = "book_recovered", mark("追回款到账")
    END_CLAIM = "end_claim", mark("撤销追回或核销")
    SURPLUS = "surplus", mark("处理多退款")


SEND, ANSWER, RETURN = duties.SEND.code, duties.TAKE_ANSWER.code, duties.DECIDE_RETURN.code
RELEASE, CANCEL = duties.RELEASE.code, duties.CANCEL.code
RECOVER, BOOK, END = duties.RECOVER.code, duties.BOOK_RECOVERED.code, duties.END_CLAIM.code
#: What arrived may have been wrong, whatever else the round still waits for.
MAY_HAVE_PAID = ("released", "sent", "reconciled")

TABLE: Table[Act, str, str] = Table(
    Move(Act.PLAN, None, "planned", duties.PLAN.code),
    Move(Act.DECIDE, "planned", "decided", duties.DECIDE.code),
    Move(Act.ROSTER, "decided", "rostered", duties.LOCK_ROSTER.code),
    Move(Act.RELEASE, "rostered", "released", RELEASE),
    Move(Act.RELEASE, "sent", "released", RELEASE),
    Move(Act.EXPORT, "released", "sent", SEND),
    Move(Act.EXPORT, "sent", "sent", SEND),
    Move(Act.ANSWER, "sent", "sent", ANSWER),
    Move(Act.RETURN, "released", "released", RETURN),
    Move(Act.RETURN, "sent", "sent", RETURN),
    Move(Act.RECONCILE, "sent", "reconciled", duties.RECONCILE.code),
    Move(Act.REOPEN, "reconciled", "sent", ANSWER),
    Move(Act.CANCEL, "planned", "cancelled", CANCEL, reason=True),
    Move(Act.CANCEL, "decided", "cancelled", CANCEL, reason=True),
    Move(Act.CANCEL, "rostered", "cancelled", CANCEL, reason=True),
    *(Move(Act.RECOVER, state, state, RECOVER, reason=True) for state in MAY_HAVE_PAID),
    *(Move(Act.BOOK_RECOVERED, state, state, BOOK) for state in MAY_HAVE_PAID),
    *(Move(Act.END_CLAIM, state, state, END, reason=True) for state in MAY_HAVE_PAID),
    *(Move(Act.SURPLUS, state, state, END, reason=True) for state in MAY_HAVE_PAID),
)


def duty_of(act: Act) -> str:
    """Code of the duty that an act takes, the same in every state."""
    return TABLE.moves_of(act)[0].duty
