"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

WORDS = LogWords(
    actions={
        "reporting.export_log": mark("导出日志"),
    },
    subjects={
        "log": mark("日志"),
    },
    unnumbered=frozenset({"log"}),
    looks=frozenset({"reporting.export_log"}),
)
