"""Processes that live and die with `bangfu up`."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bangfu.kernel.phrases import phrase

from ..datafolder import DataFolder
from ..stepping_down import Runner
from .certificates import Certificate

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
PATIENCE = 20.0  # seconds from SIGTERM to SIGKILL
EARLY = 5.0  # seconds of life under which an end counts as a failed start
FAILED_STARTS = 4


@dataclass
class Child:
    """A Python module run as a process; its output goes to a log file.

    Attributes:
        handed: open files that the process is given, under the same numbers, beside the runner's.
    """

    words: str
    module: str
    arguments: Sequence[str]
    log: Path
    runner: Runner
    environment: Mapping[str, str] = field(default_factory=dict)
    handed: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failed_starts: int = 0

    def start(self) -> None:
        self.started = time.monotonic()
        handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self.process = subprocess.Popen(
                [self.runner.python, "-m", self.module, *self.arguments],
                env={**self.runner.told(), **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=handle,
                pass_fds=[*self.handed, *self.runner.given],
                start_new_session=True,  # Ctrl-C reaches `up` alone, which stops them in order
                preexec_fn=_dying_with(os.getpid()),
                **self.runner.options,
            )
        finally:
            os.close(handle)

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def start_again(self) -> bool:
        """Start what was killed; False when it has failed at once too many times in a row."""
        lived = time.monotonic() - self.started
        self.failed_starts = self.failed_starts + 1 if lived < EARLY else 0
        if self.failed_starts > FAILED_STARTS:
            return False
        self.start()
        return True

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def last_words(self, lines: int = 8) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-lines:])


#: What answers pages. A process takes few connections beyond those it works on: the others wait where
#: either process can take them. Without this one process was seen with 23 of 32, the other with 9.
ANSWERING = [
    "bangfu.config.wsgi:application",
    "--worker-class=bangfu.operations.serving.worker.Answering",
    "--workers=2",
    "--threads=4",
    "--worker-connections=6",
]


@contextmanager
def web(
    folder: DataFolder,
    runner: Runner,
    listening: socket.socket,
    certificate: Certificate | None = None,
) -> Iterator[Child]:
    """It serves a port that is `up`'s: what asks while it is started again waits."""
    with ExitStack() as files:
        secured, given = _secured(runner, certificate, files) if certificate else ([], [])
        yield _web(folder, runner, listening, secured, given)


def _secured(
    runner: Runner, certificate: Certificate, files: ExitStack
) -> tuple[list[str], list[int]]:
    """Options of the web server, and the open files that they name."""
    file, of_file = files.enter_context(runner.giving(certificate.file))
    key, of_key = files.enter_context(runner.giving(certificate.key))
    # Nobody stands in front whose headers say what the connection is.
    options = [f"--certfile={file}", f"--keyfile={key}", "--forwarded-allow-ips="]
    return options, [*of_file, *of_key]


def _web(
    folder: DataFolder,
    runner: Runner,
    listening: socket.socket,
    secured: Sequence[str],
    given: Sequence[int],
) -> Child:
    arguments = [
        *ANSWERING,
        *secured,
        f"--bind=fd://{listening.fileno()}",
        "--timeout=90",
        "--graceful-timeout=15",
        "--no-control-socket",
        # No proxy of ours says a prefix; a client's own header would.
        "--forwarder-headers=",
        *(["--worker-tmp-dir=/dev/shm"] if Path("/dev/shm").is_dir() else []),
    ]
    return Child(
        phrase("网页服务"),
        "gunicorn",
        arguments,
        folder.log / "web.log",
        runner,
        {"BANGFU_POOL": "1"},
        handed=(listening.fileno(), *given),
    )


def workers(folder: DataFolder, runner: Runner) -> list[Child]:
    """Two workers: one for all lanes, one for small work alone, which never waits for large work."""
    module, log = "bangfu.operations.worker", folder.log
    return [
        Child(phrase("后台任务"), module, [], log / "worker.log", runner),
        Child(phrase("后台小任务"), module, ["small", "default"], log / "worker-small.log", runner),
    ]


def _dying_with(parent: int) -> Callable[[], None] | None:
    """Have the kernel end the child when `up` is killed, and give it no more than it has; Linux alone can."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl  # looked up before the fork

    def after_fork() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return after_fork
