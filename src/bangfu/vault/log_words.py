"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

from .enums import Purpose, SecretKind

WORDS = LogWords(
    subjects={
        "secret": mark("号码"),
    },
    details={
        "secret": mark("号码"),
    },
    codes={"purpose": Purpose, "kind": SecretKind},
    unnumbered=frozenset({"secret"}),
    internal=frozenset({"secret"}),
)
