"""A child that a stranger's bytes have taken over: `python -m taken_over_child WAY [ARGUMENT]`."""

from __future__ import annotations

import os
import signal
import sys
import time

PIECE = b"x" * (1 << 20)


def without_end(handle: int) -> None:
    while True:
        os.write(handle, PIECE)


def a_byte_now_and_then() -> None:
    while True:
        os.write(1, b"x")
        time.sleep(0.05)


def silent_after_an_answer() -> None:
    os.write(1, b"done")
    os.close(1)
    time.sleep(3600)


WAYS = {
    "answers": lambda: os.write(1, sys.stdin.buffer.read()[::-1]),
    "without end": lambda: without_end(1),
    "errors without end": lambda: without_end(2),
    "slowly": a_byte_now_and_then,
    "silent": silent_after_an_answer,
    "reads nothing": lambda: os.write(1, b"enough"),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "sends": lambda: os.write(1, b"x" * int(sys.argv[2])),
    "surroundings": lambda: os.write(1, repr(sorted(os.environ)).encode()),
}

if __name__ == "__main__":
    WAYS[sys.argv[1]]()
