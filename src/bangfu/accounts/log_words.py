"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

WORDS = LogWords(
    actions={
        "accounts.sign_in": mark("登录"),
    },
    subjects={
        "user": mark("用户"),
    },
    details={
        "one_time": mark("原为一次性"),
        "own": mark("本人修改"),
    },
)
