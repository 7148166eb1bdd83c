"""The server's settings, by the size of the machine. Sizes in megabytes."""

from __future__ import annotations

import os
from pathlib import Path

CGROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
SMALL_SHARED_MEMORY = 512


def configuration(socket_folder: Path, *, for_group: bool = False) -> str:
    """`for_group`: whoever is in the group of the server's user may reach its socket, too."""
    values = _fixed(socket_folder) | _sized(_memory()) | _shared_memory()
    if for_group:
        values["unix_socket_permissions"] = "0770"
    lines = [f"{name} = {_quoted(value)}" for name, value in values.items()]
    return "\n".join(["# Written at every start.", *lines, ""])


def _fixed(socket_folder: Path) -> dict[str, str]:
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "max_connections": "100",
        "synchronous_commit": "on",
        "fsync": "on",
        "full_page_writes": "on",
        "jit": "off",
        "random_page_cost": "1.1",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "max_wal_senders": "0",
        "wal_level": "minimal",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # What people typed stays out of the log: no statements, no parameters, no failing rows.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length_on_error": "0",
        "log_checkpoints": "off",
        "logging_collector": "on",
        "log_directory": "log",
        "log_filename": "server-%a.log",
        "log_rotation_age": "1d",
        "log_truncate_on_rotation": "on",
    }


def _sized(memory: int) -> dict[str, str]:
    return {
        "shared_buffers": _megabytes(_between(128, memory // 8, 2048)),
        "effective_cache_size": _megabytes(_between(256, memory // 2, 65536)),
        "work_mem": _megabytes(_between(8, memory // 512, 64)),
        "maintenance_work_mem": _megabytes(_between(64, memory // 24, 1024)),
        "max_wal_size": _megabytes(_between(512, memory // 4, 4096)),
    }


def _shared_memory() -> dict[str, str]:
    """Containers give 64 MB of /dev/shm, which parallel queries overrun."""
    try:
        room = os.statvfs("/dev/shm")
    except OSError:
        return {}
    if room.f_frsize * room.f_blocks < SMALL_SHARED_MEMORY << 20:
        return {"dynamic_shared_memory_type": "mmap"}
    return {}


def _memory() -> int:
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for path in CGROUP_LIMITS:
        text = path.read_text().strip() if path.exists() else ""
        if text.isdigit():
            limits.append(int(text))
    return min(limits) >> 20


def _between(low: int, value: int, high: int) -> int:
    return max(low, min(value, high))


def _megabytes(number: int) -> str:
    return f"{number}MB"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
