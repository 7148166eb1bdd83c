"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

WORDS = LogWords(
    actions={
        "casework.notice.read": mark("查看公示"),
        "casework.notice_names.read": mark("打开单位张贴版"),
    },
    subjects={
        "notice": mark("公示"),
    },
    looks=frozenset({"casework.notice.read", "casework.notice_names.read"}),
)
