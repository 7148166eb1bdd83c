"""A process gives away what its work doesn't need, for good, before it reads a byte of a stranger's.

No privilege is needed for that, and no library: a filter is part of every Linux kernel since 3.5.
"""

from __future__ import annotations

import ctypes
import os
import platform
import pwd
import resource
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from .filters import Power, program
from .landlock import keep_to
from .system_calls import ARCHITECTURES

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 38, 22
SECCOMP_MODE_FILTER = 2
#: Whom root's own child becomes, the first that there is.
UNPRIVILEGED = ("bangfu-web", "nobody")
NOBODY = 65534


class NotConfinable(Exception):
    """The kernel, or the machine's architecture, lets no power be taken away."""


@dataclass(frozen=True)
class Limits:
    memory: int  # bytes of address space
    seconds: int  # of processor time


class _Filter(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def confine(limits: Limits, power: Power, folders: Iterable[str] = ()) -> None:
    """Take away root, the network, other processes, files but for reading, and all but a share of the machine.

    `folders`: below which alone files are read, where the kernel can hold that too.

    Raises NotConfinable: the caller has to end without having read anything.
    """
    _step_down()
    for limit, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise NotConfinable
    keep_to(folders)
    _filter_calls(power, prctl)


def _step_down() -> None:
    if os.geteuid() != 0:
        return
    uid, gid = _unprivileged()
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def _unprivileged() -> tuple[int, int]:
    """User and group of the first that the machine has."""
    for name in UNPRIVILEGED:
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return found.pw_uid, found.pw_gid
    return NOBODY, NOBODY


def _filter_calls(power: Power, prctl: Callable[..., int]) -> None:
    architecture = ARCHITECTURES.get(platform.machine())
    if architecture is None:
        raise NotConfinable
    instructions = program(architecture, power, os.getpid())
    given = _Filter(len(instructions) // 8, instructions)
    if prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(given), 0, 0) != 0:
        raise NotConfinable
