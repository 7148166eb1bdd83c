"""What one `bangfu up` has to itself: its data folder and its port."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

from ..datafolder import DataFolder

REMAINS_LEAVE_WITHIN = 20.0  # seconds; longer than the web's graceful time-out
WAITING = 2048  # connections that may wait to be taken, as the web server would have it


class PortBusy(BangfuError):
    def __init__(self, number: int) -> None:
        super().__init__(
            phrase(
                "端口 {number} 已被别的程序占用。请先停掉那个程序，或换一个端口：bangfu up --port {other}",
                number=number,
                other=number + 1 if number < 65535 else 8000,
            )
        )


class PortForbidden(BangfuError):
    def __init__(self, number: int) -> None:
        super().__init__(
            phrase(
                "端口 {number} 不让用（1024 以下的端口只有 root 可用）。"
                "请换一个端口，例如：bangfu up --port 8000",
                number=number,
            )
        )


class AlreadyUp(BangfuError):
    def __init__(self, address: str) -> None:
        super().__init__(
            phrase(
                "这个数据文件夹的系统已在运行：{address}。要重启，请先在那边按 Ctrl-C。",
                address=address,
            )
        )


@contextmanager
def the_only_one(folder: DataFolder, address: str) -> Iterator[bool]:
    """Yields whether the last one was killed: it didn't live to take its address out of the lock.

    Raises AlreadyUp when another process is up on the same folder.
    """
    handle = os.open(folder.run / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(handle)
        killed = os.fstat(handle).st_size > 0
        os.truncate(handle, 0)
        os.write(handle, address.encode())
        try:
            yield killed
        finally:
            os.truncate(handle, 0)
    finally:
        os.close(handle)


@contextmanager
def claimed_port(host: str, number: int, *, after_a_kill: bool) -> Iterator[socket.socket]:
    """The port, taken until the block ends: whoever serves it is handed this socket.

    So nobody can take it between looking and serving, nor while the web server is started again.
    What a killed `up` left behind has some time to finish its answers.

    Raises PortBusy, PortForbidden.
    """
    end = time.monotonic() + (REMAINS_LEAVE_WITHIN if after_a_kill else 0)
    while (listening := _listening(host, number)) is None:
        if time.monotonic() >= end:
            raise PortBusy(number)
        time.sleep(0.1)
    with listening:
        yield listening


def _listening(host: str, number: int) -> socket.socket | None:
    """None where another program listens. Raises PortForbidden."""
    claim = socket.socket()
    claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        claim.bind((host, number))
        claim.listen(WAITING)  # two may be bound to one port: who listens first has it
    except OSError as error:
        claim.close()
        if error.errno == errno.EACCES:
            raise PortForbidden(number) from None
        return None
    return claim


def _lock(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyUp(os.read(handle, 100).decode()) from None
