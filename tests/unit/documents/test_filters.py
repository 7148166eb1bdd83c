"""The filter of system calls on every architecture, run as the kernel would run it."""

from __future__ import annotations

import errno
import os
import struct

import pytest

from bangfu.documents.apart.filters import ALLOW, KILL, REFUSE, UNKNOWN, Power, program
from bangfu.documents.apart.system_calls import ARCHITECTURES

READER, SETTER = Power(), Power(reads_files=True, has_threads=True)
#: socket, connect, execve, fork or clone, ptrace, kill, unshare, bpf, io_uring_setup, process_vm_readv
FORBIDDEN = {
    "x86_64": (41, 42, 59, 57, 101, 62, 272, 321, 425, 310),
    "generic": (198, 203, 221, 220, 117, 129, 97, 280, 425, 270),
}
PID = 4711


def answer(name: str, power: Power, number: int, *arguments: int, token: int | None = None) -> int:
    """What the program says of one call: an interpreter of the few instructions it uses."""
    architecture = ARCHITECTURES[name]
    seen = struct.pack("<IIQ", number, architecture.token if token is None else token, 0)
    seen += struct.pack("<6Q", *arguments, *[0] * (6 - len(arguments)))
    steps = list(struct.iter_unpack("HBBI", program(architecture, power, PID)))
    held, at = 0, 0
    while True:
        code, when_true, when_false, value = steps[at]
        at += 1
        if code == 0x20:
            (held,) = struct.unpack_from("<I", seen, value)
        elif code == 0x06:
            return value
        else:
            true = {0x15: held == value, 0x35: held >= value, 0x45: held & value != 0}[code]
            at += when_true if true else when_false


@pytest.mark.parametrize("name", ARCHITECTURES)
@pytest.mark.parametrize("power", [READER, SETTER])
def test_what_reaches_beyond_the_process_is_refused(name: str, power: Power):
    for number in FORBIDDEN["x86_64" if name == "x86_64" else "generic"]:
        assert answer(name, power, number) == REFUSE, number
    assert answer(name, power, 9999) == REFUSE, "and whatever a later kernel brings"


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_another_architecture_ends_the_process(name: str):
    read = ARCHITECTURES[name].numbers["read"]
    assert answer(name, READER, read) == ALLOW
    for other in (
        each for each in ARCHITECTURES.values() if each.token != ARCHITECTURES[name].token
    ):
        assert answer(name, READER, read, token=other.token) == KILL
    assert answer(name, READER, read, token=0x4000_0003) == KILL, "i386"


def test_x32_ends_the_process():
    assert answer("x86_64", READER, 0x4000_0000) == KILL
    assert answer("x86_64", READER, 0x4000_0000 + 41) == KILL


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_files_are_opened_for_reading_alone_and_by_whom_it_is_allowed(name: str):
    number = ARCHITECTURES[name].numbers["openat"]
    for flags in (0, os.O_CLOEXEC, os.O_DIRECTORY):
        assert answer(name, SETTER, number, 3, 0, flags) == ALLOW
        assert answer(name, READER, number, 3, 0, flags) == REFUSE
    for flags in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC):
        assert answer(name, SETTER, number, 3, 0, flags) == REFUSE


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_threads_are_no_processes(name: str):
    number, thread, child = ARCHITECTURES[name].numbers["clone"], 0x0001_0000, 17
    assert answer(name, SETTER, number, thread) == ALLOW
    assert answer(name, SETTER, number, child) == REFUSE
    assert answer(name, READER, number, thread) == REFUSE
    assert answer(name, SETTER, ARCHITECTURES[name].numbers["clone3"]) == UNKNOWN


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_it_may_end_itself_by_a_signal_and_nobody_else(name: str):
    number = ARCHITECTURES[name].numbers["tgkill"]
    assert answer(name, READER, number, PID) == ALLOW
    assert answer(name, READER, number, PID + 1) == REFUSE


@pytest.mark.parametrize("name", ARCHITECTURES)
@pytest.mark.parametrize("power", [READER, SETTER])
def test_no_file_is_made_to_signal_anybody(name: str, power: Power):
    """F_SETFL, F_SETOWN, F_SETSIG, F_SETOWN_EX and FIOASYNC, which Python has no names for everywhere."""
    numbers = ARCHITECTURES[name].numbers
    for asked in (4, 8, 10, 15):
        assert answer(name, power, numbers["fcntl"], 1, asked) == REFUSE, asked
    for asked in (0x5452, 0x5412):  # and typing into a terminal
        assert answer(name, power, numbers["ioctl"], 1, asked) == REFUSE, asked
    assert answer(name, power, numbers["fcntl"], 1, 1) == ALLOW
    assert answer(name, power, numbers["ioctl"], 1, 0x5401) == ALLOW


def test_refusals_are_told_as_a_missing_permission():
    assert REFUSE & 0xFFFF == errno.EPERM
