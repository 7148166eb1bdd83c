"""The system calls that a confined child may make, by name, and their numbers by architecture. Pure.

Numbers: Linux `arch/x86/entry/syscalls/syscall_64.tbl`; the others share `include/uapi/asm-generic/unistd.h`.
"""

from __future__ import annotations

import fcntl
import termios
from collections.abc import Mapping
from dataclasses import dataclass

_X86_64 = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "lseek": 8,
    "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14,
    "rt_sigreturn": 15, "ioctl": 16, "pread64": 17, "readv": 19, "writev": 20, "access": 21,
    "sched_yield": 24, "mremap": 25, "madvise": 28, "dup": 32, "getpid": 39, "clone": 56, "exit": 60,
    "uname": 63, "fcntl": 72, "getcwd": 79, "readlink": 89, "gettimeofday": 96, "getrusage": 98,
    "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108, "sigaltstack": 131, "gettid": 186,
    "futex": 202, "sched_getaffinity": 204, "getdents64": 217, "restart_syscall": 219,
    "clock_gettime": 228, "clock_nanosleep": 230, "exit_group": 231, "tgkill": 234, "openat": 257,
    "newfstatat": 262, "readlinkat": 267, "faccessat": 269, "set_robust_list": 273, "prlimit64": 302,
    "getrandom": 318, "membarrier": 324, "statx": 332, "rseq": 334, "clone3": 435, "faccessat2": 439,
}  # fmt: skip
_GENERIC = {
    "getcwd": 17, "dup": 23, "fcntl": 25, "ioctl": 29, "faccessat": 48, "openat": 56, "close": 57,
    "getdents64": 61, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "pread64": 67,
    "readlinkat": 78, "newfstatat": 79, "fstat": 80, "exit": 93, "exit_group": 94, "futex": 98,
    "set_robust_list": 99, "clock_gettime": 113, "clock_nanosleep": 115, "sched_getaffinity": 123,
    "sched_yield": 124, "restart_syscall": 128, "tgkill": 131, "sigaltstack": 132, "rt_sigaction": 134,
    "rt_sigprocmask": 135, "rt_sigreturn": 139, "uname": 160, "getrusage": 165, "gettimeofday": 169,
    "getpid": 172, "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177, "gettid": 178,
    "brk": 214, "munmap": 215, "mremap": 216, "clone": 220, "mmap": 222, "mprotect": 226,
    "madvise": 233, "prlimit64": 261, "getrandom": 278, "membarrier": 283, "statx": 291, "rseq": 293,
    "clone3": 435, "faccessat2": 439,
}  # fmt: skip


@dataclass(frozen=True)
class Architecture:
    """Attributes:
    token: AUDIT_ARCH_… of `include/uapi/linux/audit.h`: 64 bits, little-endian, the ELF machine.
    foreign_from: the first number of a second way to call (x32), if there is one.
    """

    token: int
    numbers: Mapping[str, int]
    foreign_from: int | None = None


_LITTLE_64 = 0xC000_0000
ARCHITECTURES = {
    "x86_64": Architecture(_LITTLE_64 | 62, _X86_64, 0x4000_0000),
    "aarch64": Architecture(_LITTLE_64 | 183, _GENERIC),
    "riscv64": Architecture(_LITTLE_64 | 243, _GENERIC),
    "loongarch64": Architecture(_LITTLE_64 | 258, _GENERIC),
}

#: What computing takes, with files that are open already: memory, clocks, its own end.
COMPUTING = frozenset({
    "read", "write", "readv", "writev", "close", "fstat", "newfstatat", "statx", "lseek", "mmap",
    "mprotect", "munmap", "mremap", "brk", "madvise", "futex", "rt_sigaction", "rt_sigprocmask",
    "rt_sigreturn", "sigaltstack", "getrandom", "clock_gettime", "clock_nanosleep", "gettimeofday",
    "getrusage", "exit", "exit_group", "sched_yield", "getpid", "gettid", "restart_syscall",
    "sched_getaffinity", "membarrier", "rseq", "set_robust_list", "getcwd", "uname", "getuid", "geteuid",
    "getgid", "getegid",
})  # fmt: skip
#: Of `fcntl`: a second handle, whether it is closed at an exec, how it was opened. Whom a file signals, and
#: by which signal (F_SETOWN, F_SETSIG), would end any process of the same user. The same everywhere.
ASKED_OF_FILES = (fcntl.F_DUPFD, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_DUPFD_CLOEXEC)
#: Of `ioctl`: whether it is a terminal, and to close it at an exec; never FIOASYNC or TIOCSTI.
ASKED_OF_DEVICES = (termios.TCGETS, termios.FIOCLEX, termios.FIONCLEX)
#: What looking for files takes, beside opening them.
LOOKING = frozenset({
    "stat", "lstat", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents64",
    "pread64", "dup",
})  # fmt: skip
