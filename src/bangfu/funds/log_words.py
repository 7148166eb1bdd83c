"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

from .enums import FundSource, ReversalOutcome

WORDS = LogWords(
    subjects={
        "fund": mark("资金"),
    },
    details={
        "receipt": mark("收款"),
        "reference": mark("凭据"),
        "source": mark("来源"),
    },
    codes={"source": FundSource, "outcome": ReversalOutcome},
    internal=frozenset({"receipt"}),
)
