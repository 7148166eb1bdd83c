"""Words of a case. Pure, so that the rules may use them."""

from __future__ import annotations

from bangfu.kernel.phrases import mark
from bangfu.kernel.words import Word


class CaseState(Word):
    SUBMITTED = "submitted", mark("已提交")
    CHECKED = "checked", mark("已审核")
    POSTED = "posted", mark("公示中")
    APPROVED = "approved", mark("已批准")
    RETURNED = "returned", mark("已退回")
    REFUSED = "refused", mark("不予认定")


class Act(Word):
    """What moves a case."""

    SUBMIT = "submit", mark("提交")
    CHECK = "check", mark("审核通过")
    POST = "post", mark("公示")
    APPROVE = "approve", mark("批准")
    RETURN = "return", mark("退回")
    REFUSE = "refuse", mark("不予认定")
    UPHOLD = "uphold", mark("异议成立，退回")
    PROPOSE = "propose", mark("提议调整类别")
    ADJUST = "adjust", mark("调整类别")


class Step(Word):
    """What an officer must do in time."""

    CHECK = "check", mark("审核")
    POST = "post", mark("公示")
    DECIDE = "decide", mark("审批")
    ANSWER = "answer", mark("答复异议")
    RESUBMIT = "resubmit", mark("补正")
    REVIEW = "review", mark("复核")


class ParameterName(Word):
    """What is set for deciding cases at a place from a day on; its bounds are in `rules.parameters`."""

    REVIEW_MONTHS = "review_months", mark("复核期限（月）")
    REVIEW_AHEAD = "review_ahead_days", mark("到期前多少天提醒复核（天）")
    BLOCKS_SHARED_PERSON = "blocks_shared_person", mark("一人两档的，处理前不能提交")
    BLOCKS_SHARED_CARD = "blocks_shared_card", mark("一卡两档的，处理前不能提交")
    EVERY_ACCOUNT = "every_account", mark("首次发放前全部账号核对原件，不只是校验位不符的")
    CHECK_DAYS = "check_days", mark("审核的办理时限（天）")
    POST_DAYS = "post_days", mark("公示的办理时限（天）")
    DECIDE_DAYS = "decide_days", mark("审批的办理时限（天）")
    ANSWER_DAYS = "answer_days", mark("答复异议的办理时限（天）")
    RESUBMIT_DAYS = "resubmit_days", mark("补正的办理时限（天）")
    REVIEW_DAYS = "review_days", mark("复核的办理时限（天）")
    ANSWERS_KEPT = "answers_kept_days", mark("未处理的银行回单保留多久（天）")


#: Of these 1 is yes and 0 is no.
YES_OR_NO = frozenset(
    {
        ParameterName.BLOCKS_SHARED_PERSON,
        ParameterName.BLOCKS_SHARED_CARD,
        ParameterName.EVERY_ACCOUNT,
    }
)


class Settled(Word):
    """How it was settled that two files share a person or a card, as one of the two is told."""

    BOTH = "both", mark("两份档案都对")
    HERE = "here", mark("属于这份档案")
    ELSEWHERE = "elsewhere", mark("属于另一份档案，请改正这份档案")


class ObjectionOutcome(Word):
    UPHELD = "upheld", mark("成立")
    DISMISSED = "dismissed", mark("不成立")


class SubmitVerdict(Word):
    """What became of one household in a submission; of the first three it has a live case."""

    SUBMITTED = "submitted", mark("已提交")
    ALREADY = "already", mark("您已经提交过，没有重复提交")
    LIVE_CASE = "live_case", mark("已有正在办理的申请")
    APPROVED = "approved", mark("已经批准，档案和标准没有变化")
    NOT_ASSESSED = "not_assessed", mark("今天还没有认定结果，后台认定完成后再提交")
    STALE = "stale", mark("待重算，请等重新认定后再提交")
    UNRESOLVED = "unresolved", mark("待核实，请先补齐")
    INELIGIBLE = "ineligible", mark("不符合条件")
    SHARED = "shared", mark("家中有人同时在另一份档案中，由审核员或上级工会处理后再提交")
    SHARED_CARD = (
        "shared_card",
        mark("银行卡同时登记在另一份档案中，由审核员或上级工会处理后再提交"),
    )
    ELSEWHERE = (
        "elsewhere",
        mark("家中有人或银行卡已认定属于另一份档案，请改正这份档案，或请审核员重新处理"),
    )
    NOT_FOUND = "not_found", mark("找不到这份档案，或不在您的管辖范围内")


class CaseTab(Word):
    """The lists that cases are shown in: one for each state, and postings that have ended apart."""

    SUBMITTED = "submitted", mark("已提交")
    CHECKED = "checked", mark("已审核")
    POSTED = "posted", mark("公示中")
    ENDED = "ended", mark("公示期满")
    APPROVED = "approved", mark("已批准")
    RETURNED = "returned", mark("已退回")
    REFUSED = "refused", mark("不予认定")


class ReviewGroup(Word):
    """Approved households that are to be reviewed, by what is to be done; each is in one group only."""

    INELIGIBLE = "ineligible", mark("不再符合")
    UNRESOLVED = "unresolved", mark("批准后待核实")
    LAPSED = "lapsed", mark("已过复核期限")
    CHANGED = "changed", mark("类别有变")
    PROPOSED = "proposed", mark("已提议调整")
    LAPSING = "lapsing", mark("快到复核期限")
