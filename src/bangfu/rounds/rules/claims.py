"""How a payment stands that was claimed back (追回): what is open, came in, was dropped, is lost. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bangfu.kernel.phrases import mark
from bangfu.kernel.words import Word


class ClaimState(Word):
    """Derived from decisions and what came in; kept nowhere."""

    NONE = "none", mark("没有追回")
    TO_RECOVER = "to_recover", mark("待追回")
    RECOVERED = "recovered", mark("已追回")
    PARTLY = "partly", mark("部分追回")
    LOST = "lost", mark("已核销")


@dataclass(frozen=True)
class Claimed:
    """Sums in fen of one or more claims; `claimed` less all others is still open.

    `sent_back`: what was open when the bank sent the whole payment back.
    """

    claimed: int = 0
    recovered: int = 0
    dropped: int = 0
    written_off: int = 0
    sent_back: int = 0

    @property
    def live(self) -> int:
        """What is claimed and was not dropped: no more of a payment can be claimed than the rest."""
        return self.claimed - self.dropped

    @property
    def open(self) -> int:
        """What is still to come in, in fen."""
        return self.live - self.recovered - self.written_off - self.sent_back

    def state(self, paid_fen: int) -> ClaimState:
        """Args:
        paid_fen: what had arrived; less of it came back is 部分追回.
        """
        if self.open > 0:
            return ClaimState.TO_RECOVER
        if self.recovered > 0:
            return ClaimState.RECOVERED if self.recovered >= paid_fen else ClaimState.PARTLY
        return ClaimState.LOST if self.written_off > 0 else ClaimState.NONE


NOTHING_CLAIMED = Claimed()


def together(claims: Iterable[Claimed]) -> Claimed:
    """The sums of several claims, each in fen; nothing where there are none."""
    listed = list(claims)
    return Claimed(
        sum(each.claimed for each in listed),
        sum(each.recovered for each in listed),
        sum(each.dropped for each in listed),
        sum(each.written_off for each in listed),
        sum(each.sent_back for each in listed),
    )
