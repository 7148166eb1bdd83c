"""The parent's side: a child is sent one thing and answers one, within bounds of bytes and of time.

Whoever takes a child over by a stranger's bytes may have it write without end, or a byte a minute for ever:
the parent holds no more than the bound, waits no longer, and ends it.
"""

from __future__ import annotations

import io
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from .surroundings import surroundings

AT_ONCE = 1 << 16  # bytes; as much as a pipe holds


class BoundPassed(Exception):
    """The child wrote more or took longer than it may; it was ended, and nothing of its answer is kept."""


@dataclass(frozen=True)
class Bounds:
    answer: int  # bytes
    seconds: float  # by the clock, from its start to its end


@dataclass(frozen=True)
class Answer:
    """Attributes:
    status: 0 where the child came to its end, negative where a signal ended it.
    """

    content: bytes
    status: int


def ask_child(
    module: str, *arguments: str, sent: bytes, bounds: Bounds, passed: Iterable[str] = ()
) -> Answer:
    """Run a module as a child of its own, send it `sent`, and take what it answers.

    Its environment holds nothing of ours but the variables `passed`: no database address, no key. What
    it says on its standard error nobody holds.

    Raises BoundPassed.
    """
    end = time.monotonic() + bounds.seconds
    with subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=surroundings(*passed),
        cwd=os.sep,
        bufsize=0,
    ) as child:
        try:
            content = _exchange(child, sent, bounds.answer, end)
            child.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise BoundPassed from None
        finally:
            child.kill()  # nothing to one that has ended
    return Answer(content, child.returncode)


def _exchange(child: subprocess.Popen[bytes], sent: bytes, most: int, end: float) -> bytes:
    """What the child writes until it closes its output, while it is sent what it reads."""
    assert child.stdin is not None
    assert child.stdout is not None
    unsent, answer = memoryview(sent), io.BytesIO()
    os.set_blocking(child.stdin.fileno(), False)
    with selectors.DefaultSelector() as pipes:
        pipes.register(child.stdin, selectors.EVENT_WRITE)
        pipes.register(child.stdout, selectors.EVENT_READ)
        while True:
            for key, _events in pipes.select(_left(end)):
                if key.fileobj is child.stdout:
                    if not _take(child.stdout, answer, most):
                        return answer.getvalue()
                elif not (unsent := _send(child.stdin, unsent)):
                    pipes.unregister(child.stdin)
                    child.stdin.close()


def _left(end: float) -> float:
    """Raises BoundPassed."""
    seconds = end - time.monotonic()
    if seconds <= 0:
        raise BoundPassed
    return seconds


def _take(pipe: IO[bytes], answer: io.BytesIO, most: int) -> int:
    """How many bytes came, 0 at the end. Raises BoundPassed."""
    piece = os.read(pipe.fileno(), AT_ONCE)
    if answer.tell() + len(piece) > most:
        raise BoundPassed
    return answer.write(piece)


def _send(pipe: IO[bytes], unsent: memoryview) -> memoryview:
    """What is still to be sent; nothing where the child reads no more."""
    try:
        return unsent[os.write(pipe.fileno(), unsent[:AT_ONCE]) :]
    except BlockingIOError:
        return unsent
    except BrokenPipeError:
        return unsent[:0]
