"""A client's connection whose every waiting ends."""

from __future__ import annotations

import errno
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import BoundedSemaphore
from typing import Any, BinaryIO

from gunicorn import http
from gunicorn.workers.gthread import TConn

from .bounds import GRACE, HASTE, HASTY_RATE, SLOW_READERS, Rate

PIECE = 1 << 20  # bytes of a file that are read together


class TooSlow(ConnectionResetError):
    """To be told as a client that went away: nobody is there to read an answer."""

    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "the client sent or took too slowly")


#: Of this process: the others answer whoever reads what they get.
_places = BoundedSemaphore(SLOW_READERS)


@contextmanager
def place_of_slow_reader() -> Iterator[bool]:
    """Whether there was one."""
    has_place = _places.acquire(blocking=False)
    try:
        yield has_place
    finally:
        if has_place:
            _places.release()


class BoundedSocket:
    """A socket, plain or of TLS: a thread that reads from it or writes to it is held for a while at most."""

    def __init__(self, plain: Any) -> None:
        self.plain = plain
        self.begin()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plain, name)

    def begin(self) -> None:
        """Time what follows: reading what the client sends."""
        self._rate, self._moved = Rate(time.monotonic()), 0

    def setblocking(self, flag: bool) -> None:
        """Blocking is bounded; what isn't bounded below by this."""
        self.plain.settimeout(GRACE if flag else 0)

    def recv(self, size: int) -> bytes:
        """Raises TooSlow."""
        data: bytes = self._within(partial(self.plain.recv, size))
        self._moved += len(data)
        return data

    def sendall(self, data: bytes) -> None:
        """What the system takes at once holds nobody; the rest goes as fast as a slow reader's place allows.

        Raises TooSlow.
        """
        left = self._send_at_once(memoryview(data))
        if not left:
            return
        with place_of_slow_reader() as has_place:
            hasty = () if has_place else (HASTE, HASTY_RATE)
            self._rate, self._moved = Rate(time.monotonic(), *hasty), 0
            while left:
                sent = self._within(partial(self.plain.send, left))
                self._moved += sent
                left = left[sent:]
        self.begin()

    def sendfile(self, file: BinaryIO, offset: int = 0, count: int | None = None) -> int:
        """As of a socket, within the same bounds. Raises TooSlow."""
        file.seek(offset)
        sent = 0
        while piece := file.read(PIECE if count is None else min(PIECE, count - sent)):
            self.sendall(piece)
            sent += len(piece)
        return sent

    def _send_at_once(self, data: memoryview) -> memoryview:
        """What is left."""
        self.plain.settimeout(0)
        with suppress(BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
            while data:
                data = data[self.plain.send(data) :]
        return data

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
