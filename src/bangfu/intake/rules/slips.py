"""Identity numbers that a failing one may have been meant to be: one slip of the hand away."""

from collections.abc import Iterator
from typing import NamedTuple

from bangfu.kernel import identity
from bangfu.kernel.phrases import mark

SWAPPED = mark("相邻两位颠倒")
ONE_WRONG = mark("姓名、出生日期相同，号码只差一位")


class Meant(NamedTuple):
    number: str
    slip: str


def numbers_meant(written: str) -> Iterator[Meant]:
    """Valid numbers that differ from a failing one by a swap of neighbours or by one character."""
    for number in _swapped(written):
        if identity.check(number).ok:
            yield Meant(number, SWAPPED)
    for number in _one_changed(written):
        if identity.check(number).ok:
            yield Meant(number, ONE_WRONG)


def _swapped(written: str) -> Iterator[str]:
    for at in range(len(written) - 1):
        yield written[:at] + written[at + 1] + written[at] + written[at + 2 :]


def _one_changed(written: str) -> Iterator[str]:
    for at in range(len(written)):
        for character in "0123456789X":
            yield written[:at] + character + written[at + 1 :]
