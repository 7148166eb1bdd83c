"""A request and its answer, as they go over a socket."""

from __future__ import annotations

import socket

THREADS = 3  # of the server
PATIENCE = 30  # seconds; a client that waits longer waits for ever


def header(length: int, *more: bytes) -> bytes:
    lines = [b"POST / HTTP/1.1", b"Host: 127.0.0.1", b"Content-Length: %d" % length, *more]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def answer(client: socket.socket) -> str:
    """The body of the next answer, of which nothing may be left over."""
    received = b""
    while b"\r\n\r\n" not in received or len(received) < whole(received):
        data = client.recv(65536)
        assert data, received
        received += data
    assert len(received) == whole(received)
    return received.partition(b"\r\n\r\n")[2].decode()


def whole(received: bytes) -> int:
    head = received.partition(b"\r\n\r\n")[0].lower()
    return len(head) + 4 + int(head.partition(b"content-length:")[2].split()[0])
