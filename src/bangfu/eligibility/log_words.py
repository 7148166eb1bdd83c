"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

WORDS = LogWords(
    details={
        "rule_set": mark("规则"),
    },
)
