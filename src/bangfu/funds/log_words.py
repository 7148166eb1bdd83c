"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

from .enums import FundSource, ReversalOutcome

WORDS = LogWords(
    actions={
        "funds.export": mark("导出资金流水"),
    },
    subjects={
        "fund": mark("资金"),
    },
    details={
        "classes": mark("对象"),
        "receipt": mark("收款"),
        "reversal": mark("冲正的理由"),
        "reference": mark("凭据"),
        "source": mark("来源"),
    },
    codes={"source": FundSource, "outcome": ReversalOutcome},
    looks=frozenset({"funds.export"}),
    internal=frozenset({"receipt"}),
)
