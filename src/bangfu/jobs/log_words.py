"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

from .enums import JobState

WORDS = LogWords(
    actions={"jobs.end": mark("后台任务结束")},
    subjects={"job": mark("后台任务")},
    details={"state": mark("状态")},
    codes={"state": JobState},
)
