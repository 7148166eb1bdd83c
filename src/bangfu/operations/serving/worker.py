"""gunicorn's threaded worker, but a thread begins when a request has arrived.

As it comes, the worker reads a request in the thread that answers it, so that eight half-sent
headers stop the whole office. Here the loop that accepts connections gathers what they send, TLS
included; a thread gets a whole request, or one whose large body it reads at a bounded pace, and of
those few at once.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import time
from collections import deque
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.sock import ssl_wrap_socket
from gunicorn.workers.gthread import ThreadWorker

from bangfu.kernel.phrases import mark, phrase

from ..closed_memory import close_memory
from .bounds import MOST_ARRIVING, MOST_OF_ADDRESS, WHOLE_WITHIN, YOUNG, Stage, stage_of
from .connections import Connection

LOOK = 64 * 1024  # bytes read at once
LARGE_AT_ONCE = 2  # threads of a process that read large bodies
LARGE_WAITING, LARGE_OF_ADDRESS = 20, 8
TOO_MANY = mark("现在上传的人太多，这一份没有收下。请过一会儿再试。")
BUSY = (
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nConnection: close\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\n\r\n"
)
LEAVES_WITHIN = 2.0  # seconds for what was answered to arrive
NOTHING_YET = (BlockingIOError, ssl.SSLWantReadError)


class Answering(ThreadWorker):  # type: ignore[misc]
    """Set as gunicorn's worker class."""

    @classmethod
    def setup(cls) -> None:
        """gunicorn asks for it once, in the process that all others are forked from."""
        close_memory()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        #: In the order in which they were looked at first.
        self.arriving: dict[Connection, None] = {}
        self.leaving: deque[tuple[float, Connection]] = deque()
        self.large_waiting: deque[Connection] = deque()
        self.large = 0

    def accept(self, listener: socket.socket) -> None:
        try:
            client, address = listener.accept()
        except OSError:  # nobody is there any more
            return
        conn = Connection(self.cfg, client, address, listener.getsockname(), leave=self.leave)
        self.nr_conns += 1
        try:
            conn.set_up(self._spoken(client))
        except OSError:
            self._drop(conn)
            return
        self.enqueue_req(conn)

    def _spoken(self, client: socket.socket) -> socket.socket:
        """Under TLS the handshake is part of what arrives."""
        return ssl_wrap_socket(client, self.cfg) if self.cfg.is_ssl else client

    def enqueue_req(self, conn: Connection) -> None:
        """A connection's next request: a thread takes it once it has arrived."""
        conn.looked_at, conn.is_slow, conn.is_large = time.monotonic(), False, False
        conn.arrived = bytearray(conn.parser.unreader.take_buffered())
        conn.sock.setblocking(False)
        self.arriving[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._look, conn))
        self._look(conn, conn.sock)

    def _look(self, conn: Connection, _client: Any) -> None:
        """Take in what the client has sent, without waiting for it."""
        if conn not in self.arriving:  # it was let go while its turn came
            return
        stage = stage_of(conn.arrived)
        try:
            while stage is Stage.ARRIVING:
                data = conn.sock.plain.recv(LOOK)
                if not data:
                    self._drop(conn)
                    return
                conn.arrived += data
                stage = stage_of(conn.arrived)
        except NOTHING_YET:
            self._watch(conn, selectors.EVENT_READ)
            self._make_room(conn)
        except ssl.SSLWantWriteError:
            self._watch(conn, selectors.EVENT_WRITE)
        except OSError:  # gone, or no TLS
            self._drop(conn)
        else:
            self._has_arrived(conn, stage)

    def _watch(self, conn: Connection, event: int) -> None:
        if self.poller.get_key(conn.sock).events != event:
            self.poller.modify(conn.sock, event, partial(self._look, conn))

    def _has_arrived(self, conn: Connection, stage: Stage) -> None:
        if stage is Stage.ENDLESS:
            self._drop(conn)
            return
        self._forget(conn)
        conn.parser.unreader.unread(bytes(conn.arrived))
        conn.arrived = bytearray()
        conn.is_large = stage is Stage.LARGE
        if not conn.is_large:
            self._begin(conn)
        elif self.large < LARGE_AT_ONCE:
            self._begin_large(conn)
        elif self._may_wait(conn):
            self._count_no_more(conn)
            self.large_waiting.append(conn)
        else:
            self._refuse(conn)

    def _may_wait(self, conn: Connection) -> bool:
        of_address = sum(each.address == conn.address for each in self.large_waiting)
        return len(self.large_waiting) < LARGE_WAITING and of_address < LARGE_OF_ADDRESS

    def _refuse(self, conn: Connection) -> None:
        """In words, for an honest one may be among those whom others crowd out."""
        reason = phrase(TOO_MANY).encode()
        with suppress(OSError):
            conn.sock.plain.send(BUSY.format(length=len(reason)).encode() + reason)
        if not conn.is_slow:
            self.nr_conns -= 1
        self.leave(conn)

    def _begin_large(self, conn: Connection) -> None:
        self.large += 1
        self._begin(conn)

    def _begin(self, conn: Connection) -> None:
        if conn.is_slow:
            conn.is_slow = False
            self.nr_conns += 1
        conn.sock.begin()
        super().enqueue_req(conn)

    def finish_request(self, conn: Connection, fs: Any) -> None:
        if conn.is_large:
            conn.is_large = False
            self.large -= 1
            if self.large_waiting:
                self._begin_large(self.large_waiting.popleft())
        super().finish_request(conn, fs)

    def _make_room(self, conn: Connection) -> None:
        """Too many that send slowly: the oldest goes, of one address or of all.

        The newest may be honest, behind the same address as those that are silent, and in the midst of its
        handshake. It takes no other's place meanwhile, however fast they come.
        """
        if len(self.arriving) <= MOST_OF_ADDRESS:
            return
        of_address = [each for each in self.arriving if each.address == conn.address]
        if len(of_address) > MOST_OF_ADDRESS:
            self._count_no_more(conn)
            self._drop(of_address[0])
        elif len(self.arriving) > MOST_ARRIVING:
            self._drop(next(iter(self.arriving)))

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """A request that arrives slowly counts no more soon after, so that others are taken."""
        awaited = any(not each.is_slow for each in self.arriving)
        super().wait_for_and_dispatch_events(min(timeout, YOUNG) if awaited else timeout)

    def murder_pending(self) -> None:
        """From time to time: let go whoever has not sent a whole request, or has had time to read the end."""
        now = time.monotonic()
        for conn in list(self.arriving):
            age = now - conn.looked_at
            if age > WHOLE_WITHIN:
                self._drop(conn)
            elif age > YOUNG:
                self._count_no_more(conn)
        while self.leaving and self.leaving[0][0] <= now:
            self._left(self.leaving[0][1])
        super().murder_pending()

    def _count_no_more(self, conn: Connection) -> None:
        """Others are taken while it waits."""
        if not conn.is_slow:
            conn.is_slow = True
            self.nr_conns -= 1

    def leave(self, conn: Connection) -> None:
        """No more is said; the client may still be reading."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._read_out, conn))
        except (OSError, KeyError, ValueError):
            conn.close()
        else:
            self.leaving.append((time.monotonic() + LEAVES_WITHIN, conn))

    def _read_out(self, conn: Connection, _client: Any) -> None:
        try:
            if conn.sock.plain.recv(LOOK):
                return
        except NOTHING_YET:
            return
        except OSError:
            pass
        self._left(conn)

    def _left(self, conn: Connection) -> None:
        self.leaving = deque(each for each in self.leaving if each[1] is not conn)
        self._unwatch(conn)
        conn.close()

    def _drop(self, conn: Connection) -> None:
        self._forget(conn)
        self._close(conn)

    def _close(self, conn: Connection) -> None:
        if not conn.is_slow:
            self.nr_conns -= 1
        conn.close()

    def _forget(self, conn: Connection) -> None:
        if self.arriving.pop(conn, self) is None:
            self._unwatch(conn)

    def _unwatch(self, conn: Connection) -> None:
        with suppress(OSError, KeyError, ValueError):  # gone already
            self.poller.unregister(conn.sock)
