"""Open files in memory by which a process is given what it may not open by name."""

from __future__ import annotations

import fcntl
import os


def held(name: str, content: bytes) -> int:
    """A descriptor of these bytes, which nobody can change any more."""
    handle = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.write(handle, content)
    sealed = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
    fcntl.fcntl(handle, fcntl.F_ADD_SEALS, sealed)
    return handle


def name_of(handle: int) -> str:
    """By which the process that was given it opens it."""
    return f"/proc/self/fd/{handle}"
