"""A client that sends or reads slowly holds itself up, and nobody else."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

from answering_app import LARGE_ANSWER
from byte_by_byte import THREADS, answer, header

from bangfu.operations.serving.bounds import GRACE, HASTE, MOST_OF_ADDRESS, SLOW_READERS
from bangfu.operations.serving.worker import LARGE_AT_ONCE, LARGE_OF_ADDRESS

LARGE = 100_000  # more than is awaited without a thread


def read_out(client: socket.socket) -> int:
    """How many bytes still come."""
    read = 0
    while data := client.recv(65536):
        read += len(data)
    return read


def test_half_sent_headers_hold_no_thread(connect, ask):
    half = [connect() for _ in range(10 * THREADS)]
    for client in half:
        client.sendall(header(0)[:30])
    assert ask().endswith(" 0")
    half[0].sendall(header(0)[30:])  # whoever goes on is answered, too
    assert answer(half[0]).endswith(" 0")


def test_half_sent_forms_hold_no_thread(connect, ask):
    half = [connect() for _ in range(10 * THREADS)]
    for client in half:
        client.sendall(header(1000) + b"name=")
    assert ask(b"x" * 1000).endswith(" 1000")
    half[0].sendall(b"x" * 995)
    assert answer(half[0]).endswith(" 1000")


def test_a_length_with_noughts_before_it_holds_no_thread(connect, ask):
    half = [connect() for _ in range(2 * THREADS)]
    for client in half:
        client.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0000000000000009\r\n\r\nx")
    assert ask().endswith(" 0")
    half[0].sendall(b"x" * 8)
    assert answer(half[0]).endswith(" 9")


def test_a_header_without_an_end_is_let_go(connect, ask):
    line = b"X: " + b"a" * 8000 + b"\r\n"
    for client in [connect() for _ in range(2 * THREADS)]:
        client.sendall(header(0)[:-2] + line * 9)
        with suppress(ConnectionResetError):  # what it sent was not all read
            assert client.recv(1) == b""
    assert ask().endswith(" 0")


def test_connections_that_say_nothing_hold_no_thread(connect, ask):
    silent = [connect() for _ in range(10 * THREADS)]
    assert ask().endswith(" 0")
    assert len(silent) == 10 * THREADS


def test_a_second_half_request_holds_no_thread(connect, ask):
    """Nor does one that came together with the one before it."""
    for client in [connect() for _ in range(4 * THREADS)]:
        client.sendall(header(0) + header(0)[:30])
        assert answer(client).endswith(" 0")
    assert ask().endswith(" 0")


def test_half_sent_uploads_leave_a_thread(connect, ask):
    half = [connect() for _ in range(2 * THREADS)]
    for client in half:
        client.sendall(header(LARGE) + b"x" * 70_000)
    assert ask().endswith(" 0")
    for client in half:  # two at a time, each has its turn
        client.sendall(b"x" * 30_000)
    assert [answer(client).rpartition(" ")[2] for client in half] == [str(LARGE)] * len(half)


def test_an_upload_beyond_those_that_wait_is_told_so(connect, ask):
    half = [connect() for _ in range(LARGE_AT_ONCE + LARGE_OF_ADDRESS)]
    for client in half:
        client.sendall(header(LARGE) + b"x" * 70_000)
        assert [ask() for _ in range(5)]  # meanwhile it is looked at, and what was before has ended
    one_more = connect()
    one_more.sendall(header(LARGE) + b"x" * 70_000)
    assert "这一份没有收下" in answer(one_more)
    for client in half:
        client.sendall(b"x" * 30_000)
    assert [answer(client).rpartition(" ")[2] for client in half] == [str(LARGE)] * len(half)


def test_whoever_sends_no_whole_request_is_let_go(connect):
    client = connect()
    client.sendall(header(0)[:30])
    assert client.recv(1) == b""


def test_a_connection_serves_many_requests(connect, ask):
    client = connect()
    assert [ask(b"x" * n, client) for n in (0, 10, LARGE, 3)] == [
        ask(b"x" * n) for n in (0, 10, LARGE, 3)
    ]


def test_two_requests_sent_at_once_are_both_answered(connect):
    client = connect()
    first = header(3) + b"one"
    client.sendall(first + header(5, b"Connection: close") + b"three")
    received = b""
    while data := client.recv(65536):
        received += data
    assert received.count(b"200 OK") == 2


def test_a_client_that_asks_before_it_sends(connect):
    client = connect()
    client.sendall(header(5, b"Expect: 100-continue"))
    assert b"100 Continue" in client.recv(65536)
    client.sendall(b"bytes")
    assert answer(client).endswith(" 5")


def test_what_is_no_request_is_refused(connect, ask):
    client = connect()
    client.sendall(b"x" * 70_000)
    assert b"414 URI Too Long" in client.recv(65536)
    assert ask().endswith(" 0")


def test_a_large_answer_arrives_whole(connect):
    client = connect()
    client.sendall(b"GET /large HTTP/1.0\r\n\r\n")
    assert read_out(client) > LARGE_ANSWER


def test_clients_that_read_nothing_leave_a_thread(connect, ask):
    """Two are waited for; those beyond are let go within moments, so that others are answered."""
    unread = [connect() for _ in range(2 * THREADS)]
    for client in unread:
        client.sendall(b"GET /large HTTP/1.0\r\n\r\n")
    begun = time.monotonic()
    assert ask().endswith(" 0")
    assert time.monotonic() - begun < GRACE - HASTE
    assert [ask().rpartition(" ")[2] for _ in range(4)] == ["0"] * 4
    assert time.monotonic() - begun < GRACE - HASTE, "while the two are still waited for"
    whole = sum(read_out(client) > LARGE_ANSWER for client in unread)
    assert whole >= SLOW_READERS, "who is waited for and goes on reading has all of it"


def test_a_file_that_is_sent_is_bounded_alike(connect, ask):
    unread = [connect() for _ in range(2 * THREADS)]
    for client in unread:
        client.sendall(b"GET /file HTTP/1.0\r\n\r\n")
    begun = time.monotonic()
    assert ask().endswith(" 0")
    assert time.monotonic() - begun < GRACE - HASTE
    assert sum(read_out(client) > LARGE_ANSWER for client in unread) >= SLOW_READERS


def test_silent_neighbours_behind_one_address_shut_nobody_out(connect, silent, ask):
    """A handshake takes several looks, in which the honest one is the newest."""
    assert len([silent() for _ in range(MOST_OF_ADDRESS + 10)]) > MOST_OF_ADDRESS
    assert [ask().rpartition(" ")[2] for _ in range(4)] == ["0"] * 4
