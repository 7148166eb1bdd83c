"""A client's connection whose every waiting ends."""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import TConn

from .bounds import GRACE, Rate


class TooSlow(ConnectionResetError):
    """To be told as a client that went away: nobody is there to read an answer."""

    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "the client sent or took too slowly")


class BoundedSocket:
    """A socket, plain or of TLS: a thread that reads from it or writes to it is held for a while at most."""

    def __init__(self, plain: Any) -> None:
        self.plain = plain
        self.begin()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plain, name)

    def begin(self) -> None:
        """Time what follows: reading a request's body, or writing a part of its answer."""
        self._rate, self._moved = Rate(time.monotonic()), 0

    def setblocking(self, flag: bool) -> None:
        """Blocking is bounded; what isn't bounded below (a file that is sent) by this."""
        self.plain.settimeout(GRACE if flag else 0)

    def recv(self, size: int) -> bytes:
        """Raises TooSlow."""
        data: bytes = self._within(partial(self.plain.recv, size))
        self._moved += len(data)
        return data

    def sendall(self, data: bytes) -> None:
        """Raises TooSlow."""
        self.begin()
        left = memoryview(data)
        while left:
            sent = self._within(partial(self.plain.send, left))
            self._moved += sent
            left = left[sent:]

    def _within(self, act: Callable[[], Any]) -> Any:
        left = self._rate.seconds_left(time.monotonic(), self._moved)
        if left <= 0:
            raise TooSlow
        self.plain.settimeout(left)
        try:
            return act()
        except TimeoutError:
            raise TooSlow from None


class Connection(TConn):  # type: ignore[misc]
    """A connection that is set up from the beginning, so that its requests can arrive without a thread.

    Attributes:
        looked_at: when its present request was first looked at.
        is_slow: it waits for more than a moment and counts no more as one that is answered.
        is_large: a thread reads its request's body.
    """

    def __init__(self, *given: Any, leave: Callable[[Connection], None]) -> None:
        super().__init__(*given)
        self.looked_at = time.monotonic()
        self.is_slow = self.is_large = False
        self.arrived = bytearray()
        self._leave = leave

    def set_up(self, wrapped: socket.socket) -> None:
        """Over the socket that speaks with the client."""
        self.sock = BoundedSocket(wrapped)
        self.parser = http.get_parser(self.cfg, self.sock, self.client)
        self.initialized = self.data_ready = True

    @property
    def address(self) -> str:
        return str(self.client[0]) if self.client else ""

    def close(self, graceful: bool = False) -> None:
        """Gracefully: what was answered arrives before the end; the worker waits for it, not a thread."""
        if graceful:
            self._leave(self)
        else:
            super().close()
