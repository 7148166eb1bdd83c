"""Runs in a process of its own: gives power away as the real children do, then tries one act.

`python confined_act.py reader|setter ACT [ARGUMENT]`; prints what came of it.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import socket
import sys

from bangfu.documents.spreadsheets import child as reader
from bangfu.documents.typesetting import child as setter

LIBC = ctypes.CDLL(None, use_errno=True)
PTRACE_ATTACH, CLONE_NEWUSER, X32_GETPID = 16, 0x1000_0000, 0x4000_0000 + 39


def called(result: int) -> str:
    if result >= 0:
        return "done"
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def listen(port: str) -> None:
    with socket.socket() as asking:
        asking.connect(("127.0.0.1", int(port)))


def forked(_: str) -> None:
    if os.fork() == 0:
        os._exit(0)


def signal_by_a_file(pid: str) -> None:
    """Whoever reads from the pipe of the standard output has the kernel send the signal."""
    fcntl.fcntl(1, fcntl.F_SETOWN, int(pid))
    fcntl.fcntl(1, fcntl.F_SETSIG, 9)
    fcntl.fcntl(1, fcntl.F_SETFL, os.O_WRONLY | os.O_ASYNC)


def written(path: str) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT))


def read(path: str) -> None:
    with open(path, "rb") as file:
        file.read()


ACTS = {
    "connect": listen,
    "pair": lambda _: socket.socketpair(),
    "fork": forked,
    "execute": lambda _: os.execv("/bin/true", ["true"]),
    "trace": lambda pid: called(LIBC.ptrace(PTRACE_ATTACH, int(pid), 0, 0)),
    "signal": lambda pid: os.kill(int(pid), 0),
    "signal by a file": signal_by_a_file,
    "namespace": lambda _: called(LIBC.unshare(CLONE_NEWUSER)),
    "more memory": lambda _: resource.setrlimit(resource.RLIMIT_AS, (-1, -1)),
    "become root": lambda _: os.setuid(0),
    "read": read,
    "write": written,
    "remove": os.unlink,
    "list": os.listdir,
    "other call": lambda _: called(LIBC.syscall(X32_GETPID)),
    "nothing": lambda _: None,
}

if __name__ == "__main__":
    if sys.argv[1] == "reader":
        reader.give_power_away()
    else:
        setter.give_power_away(["/usr/share/fonts"])
    try:
        ACTS[sys.argv[2]](sys.argv[3] if len(sys.argv) > 3 else "")
    except OSError as error:
        os.write(1, f"refused {error.errno} as {os.geteuid()}".encode())
    except ValueError:  # a limit that may not be raised
        os.write(1, f"refused 1 as {os.geteuid()}".encode())
    else:
        os.write(1, f"done as {os.geteuid()}".encode())
    os._exit(0)
