"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

WORDS = LogWords(
    actions={
        "eligibility.foresee": mark("试算标准或规则变动"),
    },
    details={
        "rule_set": mark("规则"),
    },
    looks=frozenset({"eligibility.foresee"}),
)
