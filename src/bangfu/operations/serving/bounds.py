"""What a client may take of the server before it is let go. Pure: no sockets, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

WHOLE_WITHIN = 10.0  # seconds from a request's first look to its last byte, as far as it is awaited
GRACE = 20.0  # seconds that any reading or writing of a body may take, however small
LEAST_RATE = 8 * 1024  # bytes a second beyond that, a phone at the edge of a network
SLOW_READERS = 2  # threads of a process that wait so long for clients to take an answer
HASTE = 2.0  # seconds for those beyond, …
HASTY_RATE = (
    64 * 1024
)  # … and bytes a second: a page has gone by then, a download on a good line goes on
AWAITED_BODY = 64 * 1024  # bytes; every form but an upload. More is read by a thread
#: Bytes without an end of the header; the parser would wait for twelve times as many.
MOST_HEADER = 64 * 1024
YOUNG = 0.1  # seconds in which an arriving request counts as one that is being answered
MOST_ARRIVING = 300  # connections that send slowly, in all
MOST_OF_ADDRESS = 40  # of them from one address; an office behind one address sends whole requests

END = b"\r\n\r\n"
#: As the parser reads it, noughts before it included.
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*0*(\d+)[ \t]*\r\n", re.IGNORECASE)
MOST_DIGITS = 15
#: The length is not told beforehand, or the client waits to be asked for the body.
OTHERWISE = re.compile(rb"\r\n(transfer-encoding|expect):", re.IGNORECASE)


class Stage(Enum):
    """How far a request has come."""

    ARRIVING = "arriving"
    WHOLE = "whole"
    LARGE = "large"  # a thread reads the rest of its body: a promise alone gets none
    ENDLESS = "endless"  # its header is longer than any of ours


def stage_of(arrived: bytes | bytearray) -> Stage:
    """Whether a thread may begin with what has arrived.

    What is no HTTP goes to the parser, which refuses it in its own words. It would wait for the rest of a
    header whose lines are sound.
    """
    end = arrived.find(END)
    if end < 0:
        return _without_end(arrived)
    header = arrived[: end + len(END)]
    if OTHERWISE.search(header):
        return Stage.LARGE
    told = LENGTH.search(header)
    if told and len(told[1]) > MOST_DIGITS:
        return Stage.LARGE
    length = int(told[1]) if told else 0
    if length > AWAITED_BODY:
        return Stage.LARGE if len(arrived) - len(header) >= AWAITED_BODY else Stage.ARRIVING
    return Stage.WHOLE if len(arrived) >= len(header) + length else Stage.ARRIVING


def _without_end(arrived: bytes | bytearray) -> Stage:
    if len(arrived) <= MOST_HEADER:
        return Stage.ARRIVING
    return Stage.ENDLESS if b"\r\n" in arrived else Stage.WHOLE


@dataclass(frozen=True)
class Rate:
    """A client sends or takes at least `least` bytes a second, after `grace` seconds."""

    began: float  # seconds of a clock that never goes back
    grace: float = GRACE
    least: int = LEAST_RATE

    def seconds_left(self, now: float, moved: int) -> float:
        """How much longer it may take, having moved so many bytes; nothing or less: no longer."""
        return self.began + self.grace + moved / self.least - now
