"""What the log calls the entries of this app."""

from bangfu.audit.words import LogWords
from bangfu.kernel.phrases import mark

from .enums import FundSource

WORDS = LogWords(
    subjects={
        "fund": mark("资金"),
    },
    details={
        "reference": mark("凭据"),
        "source": mark("来源"),
    },
    codes={"source": FundSource},
)
