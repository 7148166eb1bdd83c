"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark
from bangfu.registry.rules.overlaps import OverlapKind

from .enums import CaseState, CaseTab, ObjectionOutcome, ParameterName, ReviewGroup, Step

WORDS = LogWords(
    actions={
        "casework.list": mark("查看申请列表"),
        "casework.put_away_met": mark("办结报来未成的重复"),
        "casework.set_limit": mark("设定办理时限"),  # as it was told before it was a parameter
        "casework.uphold": mark("异议成立退回"),
    },
    subjects={
        "case": mark("申请"),
        "met": mark("报来未成的重复"),
    },
    details={
        "cases": mark("申请数"),
        "objection": mark("异议"),
        "step": mark("环节"),
        "parameter": mark("参数"),
        "shared": mark("重复"),
        "settled": mark("处理"),
    },
    codes={
        "from": CaseState,
        "to": CaseState,
        "step": Step,
        "parameter": ParameterName,
        "outcome": ObjectionOutcome,
        "shared": OverlapKind,
        "settled": {"both": mark("几份都对"), "one": mark("属于其中一份")},
        # Lists are logged by the tab that was looked at.
        "case": {
            **{tab.value: tab.source for tab in (*CaseTab, *ReviewGroup)},
            "new": mark("可提交的家庭"),
            "": mark("全部"),
        },
    },
    looks=frozenset({"casework.list"}),
    internal=frozenset({"objection"}),
)
