"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

WORDS = LogWords(
    subjects={
        "standards": mark("标准文件"),
        "workdays": mark("放假与调休"),
    },
    details={
        "years": mark("年份"),
        "entered": mark("所录各项的摘要"),
    },
    unnumbered=frozenset({"standards"}),
)
