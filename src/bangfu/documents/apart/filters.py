"""A filter of system calls as the kernel takes it: classic BPF over `struct seccomp_data`. Pure.

What is not named is refused with EPERM; another architecture's calls end the process.
"""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .system_calls import ASKED_OF_DEVICES, ASKED_OF_FILES, COMPUTING, LOOKING, Architecture

ALLOW, KILL = 0x7FFF_0000, 0x8000_0000
REFUSE, UNKNOWN = 0x0005_0000 | errno.EPERM, 0x0005_0000 | errno.ENOSYS
LOAD, RETURN = 0x20, 0x06
IF_EQUAL, IF_AT_LEAST, IF_ANY_BIT = 0x15, 0x35, 0x45
NUMBER, ARCHITECTURE = 0, 4  # offsets in bytes
CLONE_THREAD = 0x0001_0000
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True)
class Power:
    """Attributes:
    reads_files: may open files, for reading alone; otherwise none.
    has_threads: may start threads of its own; never a process.
    """

    reads_files: bool = False
    has_threads: bool = False


def program(architecture: Architecture, power: Power, pid: int) -> bytes:
    """Instructions of eight bytes each. `pid`: its own, which alone it may end by a signal."""
    return b"".join(_instructions(architecture, power, pid))


def _instructions(architecture: Architecture, power: Power, pid: int) -> Iterator[bytes]:
    yield _load(ARCHITECTURE)
    yield from _unless(IF_EQUAL, architecture.token, KILL)
    yield _load(NUMBER)
    if architecture.foreign_from is not None:
        yield from _if(IF_AT_LEAST, architecture.foreign_from, KILL)
    names = COMPUTING | (LOOKING if power.reads_files else frozenset())
    for name in sorted(names & architecture.numbers.keys()):
        yield from _if(IF_EQUAL, architecture.numbers[name], ALLOW)
    # Its flags lie in memory, where they can't be judged; without it the C library takes `clone`.
    yield from _if(IF_EQUAL, architecture.numbers["clone3"], UNKNOWN)
    yield from _judged(architecture, "tgkill", 0, [*_if(IF_EQUAL, pid, ALLOW)])
    for name, asked in (("fcntl", ASKED_OF_FILES), ("ioctl", ASKED_OF_DEVICES)):
        yield from _judged(
            architecture, name, 1, [each for one in asked for each in _if(IF_EQUAL, one, ALLOW)]
        )
    if power.has_threads:
        yield from _judged(architecture, "clone", 0, [*_if(IF_ANY_BIT, CLONE_THREAD, ALLOW)])
    if power.reads_files:
        only_reading = [*_if(IF_ANY_BIT, WRITING, REFUSE), _return(ALLOW)]
        yield from _judged(architecture, "openat", 2, only_reading)
        yield from _judged(architecture, "open", 1, only_reading)
    yield _return(REFUSE)


def _judged(
    architecture: Architecture, name: str, argument: int, judging: list[bytes]
) -> Iterator[bytes]:
    """A call that is allowed by the low half of one of its arguments; refused otherwise."""
    if name not in architecture.numbers:
        return
    judged = [_load(16 + 8 * argument), *judging, _return(REFUSE)]
    yield _instruction(IF_EQUAL, architecture.numbers[name], 0, len(judged))
    yield from judged


def _if(test: int, value: int, answer: int) -> Iterator[bytes]:
    yield _instruction(test, value, 0, 1)
    yield _return(answer)


def _unless(test: int, value: int, answer: int) -> Iterator[bytes]:
    yield _instruction(test, value, 1, 0)
    yield _return(answer)


def _load(offset: int) -> bytes:
    return _instruction(LOAD, offset)


def _return(answer: int) -> bytes:
    return _instruction(RETURN, answer)


def _instruction(code: int, value: int, when_true: int = 0, when_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, when_true, when_false, value)
