"""What the log calls attempts that came to nothing."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

from .declared import declared_duties

WORDS = LogWords(
    actions={
        "acts.not_permitted": mark("没有权限，未能办理"),
        "acts.not_in_sight": mark("要看的不在管辖范围内，或没有"),
        "acts.refused": mark("办理被退回"),
        "acts.page_expired": mark("页面已过期或登录已变更，未能办理"),
        "accounts.sign_in_refused": mark("登录没有成功"),
    },
    subjects={
        "duty": mark("事项"),
        "strangers": mark("没有这个用户名"),
    },
    details={
        "tries": mark("一小时内次数"),
        "address": mark("来自"),
    },
    codes={"duty": {code: duty.source for code, duty in declared_duties().items()}},
    unnumbered=frozenset({"strangers"}),
)
