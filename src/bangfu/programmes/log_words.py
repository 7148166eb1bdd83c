"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

from .enums import WINTER_WARMTH, Parameter

WORDS = LogWords(
    subjects={
        "programme": mark("项目"),
    },
    details={
        "month": mark("月份"),
        "times": mark("次数"),
    },
    codes={"name": Parameter, "programme": {WINTER_WARMTH: mark("送温暖")}},
)
