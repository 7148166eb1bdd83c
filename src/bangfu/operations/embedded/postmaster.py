"""The server as a process: what runs, starting, stopping, and what a crash left behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bangfu.kernel.phrases import phrase

from .errors import ServerFailed
from .places import ServerHome

WAIT = "600"
LAST_LINES = 12
POLL = 0.05
ORPHANS_LEAVE_BY_THEMSELVES = 10.0


@dataclass(frozen=True)
class Postmaster:
    """What the server says of itself in `postmaster.pid`."""

    pid: int
    socket_folder: Path
    status: str

    @property
    def socket(self) -> Path:
        return self.socket_folder / ".s.PGSQL.5432"

    @property
    def is_ready(self) -> bool:
        return self.status == "ready" and self.socket.exists()


def find(data: Path) -> Postmaster | None:
    """The server that runs on this data, ready or not; None when there is none."""
    try:
        lines = (data / "postmaster.pid").read_text("utf-8").splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not _works_in(pid, data):
        return None
    lines += [""] * 8
    return Postmaster(pid, Path(lines[4]), lines[7].strip())


def start(home: ServerHome, programs: Path, socket_folder: Path) -> None:
    """Start on data that no server runs on, recovering from whatever the last one died of.

    Raises:
        ServerFailed: with the last lines of the server's own words.
    """
    _clear_remains(home.data, socket_folder)
    output = home.data / "start.log"
    output.unlink(missing_ok=True)
    command = [programs / "pg_ctl", "-D", home.data, "-l", output, "-w", "-t", WAIT, "-s", "start"]
    # The server inherits these streams, so a pipe here would never close.
    started = home.user.run(command, stdin=-3, stdout=-3, stderr=-3, start_new_session=True)
    if started.returncode != 0:
        raise ServerFailed(phrase("启动"), _last_words(home.data))


def stop(home: ServerHome, programs: Path) -> None:
    command = [programs / "pg_ctl", "-D", home.data, "-m", "fast", "-w", "-t", WAIT, "-s", "stop"]
    stopped = home.user.run(command, capture_output=True)
    if stopped.returncode != 0 and find(home.data) is not None:
        raise ServerFailed(phrase("停止"), stopped.stderr)


def settle(data: Path) -> Postmaster | None:
    """Wait while a server is starting or stopping; the ready one, or None."""
    _wait(lambda: _is_settled(find(data)), float(WAIT))
    return find(data)


def _is_settled(running: Postmaster | None) -> bool:
    return running is None or running.status == "ready"


def _clear_remains(data: Path, socket_folder: Path) -> None:
    """After kill -9: let orphaned backends leave, and drop files that name the dead server.

    PostgreSQL would do so itself, unless its old number is another's by now, or still a zombie's.
    """
    if not _wait(lambda: not _orphans(data), ORPHANS_LEAVE_BY_THEMSELVES):
        for pid in _orphans(data):
            os.kill(pid, signal.SIGKILL)
        _wait(lambda: not _orphans(data), ORPHANS_LEAVE_BY_THEMSELVES)
    for remains in (data / "postmaster.pid", *socket_folder.glob(".s.PGSQL.*")):
        remains.unlink(missing_ok=True)


def _orphans(data: Path) -> list[int]:
    """Processes of a server on this data; the kernel's list, so Linux alone."""
    proc = Path("/proc")
    if not proc.exists():
        return []
    pids = (int(entry.name) for entry in proc.iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _works_in(pid, data) and _is_server(pid)]


def _works_in(pid: int, data: Path) -> bool:
    """Whether the process lives and has this folder as its own; a reused number does not."""
    try:
        os.kill(pid, 0)
        if not Path("/proc").exists():
            return True
        return os.readlink(f"/proc/{pid}/cwd") == os.path.realpath(data)
    except OSError:
        return False


def _is_server(pid: int) -> bool:
    try:
        return os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)").endswith("/postgres")
    except OSError:
        return False


def _wait(done: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(POLL)
    return True


def _last_words(data: Path) -> str:
    logs = [data / "start.log", *sorted((data / "log").glob("*.log"), key=os.path.getmtime)]
    texts = [log.read_text("utf-8", "replace") for log in logs if log.exists()]
    return "\n".join("\n".join(texts).splitlines()[-LAST_LINES:])
