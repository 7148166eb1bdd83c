"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

from .enums import ClaimOutcome, ReturnOutcome, SurplusOutcome

WORDS = LogWords(
    actions={
        "rounds.send_again": mark("下载发放文件"),
        "rounds.award.read": mark("查看一户的发放"),
        "rounds.roster.read": mark("查看花名册"),
        "rounds.roster.export": mark("导出花名册"),
        "rounds.left_out.read": mark("查看未列入名单"),
    },
    subjects={
        "award": mark("发放"),
        "round": mark("批次"),
    },
    details={
        "answer": mark("回单编号"),
        "award": mark("发放"),
        "awards": mark("列入"),
        "came_back": mark("到账后退回"),
        "surplus_fen": mark("多退"),
        "held_back": mark("暂缓"),
        "left_out": mark("未列入"),
        "met_on": mark("会议日期"),
        "minutes": mark("会议纪要"),
        "paid": mark("成功"),
        "paid_fen": mark("成功金额"),
        "reason_given": mark("已写理由"),
        "recovery": mark("追回"),
        "returned": mark("退回"),
        "returned_fen": mark("退回金额"),
        "round": mark("批次"),
        "total_fen": mark("总额"),
        "words": mark("用词"),
        "unreserved_fen": mark("退回可用"),
    },
    codes={
        "outcome": {word.value: word for word in (*ReturnOutcome, *ClaimOutcome, *SurplusOutcome)}
    },
    looks=frozenset(
        {"rounds.award.read", "rounds.roster.read", "rounds.roster.export", "rounds.left_out.read"}
    ),
    internal=frozenset({"recovery"}),
)
