"""`bangfu up`, whole: killed with everything it started, started again, stopped by Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import psutil
import psycopg
import pytest

from bangfu.operations.embedded import EmbeddedServer

ServerIn = Callable[[Path], EmbeddedServer]
SurroundingsOf = Callable[[Path], dict[str, str]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def up(place: Path, port: int, surroundings_of: SurroundingsOf):
    started: list[subprocess.Popen[str]] = []
    command = [sys.executable, "-m", "bangfu.operations.cli", "up", "--no-demo"]
    command += ["--port", str(port)]

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            env=surroundings_of(place / "data"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("数据文件夹："):
                # The port is its own long before the web server runs.
                assert not may_listen(port)
            if "按 Ctrl-C 停止" in line:
                return process
        pytest.fail("".join(said))

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(60)
        process.stdout.close()


def may_listen(port: int) -> bool:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            other.bind(("127.0.0.1", port))
            other.listen()
        except OSError:
            return False
    return True


def status_of_sign_in(port: int) -> int:
    with urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:  # leads a stranger there
        return int(answer.status)


def web_of(process: subprocess.Popen[str]) -> psutil.Process:
    """What `up` itself started; its workers are its own."""
    children = psutil.Process(process.pid).children()
    return next(one for one in children if "gunicorn" in command_of(one))


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def gone(processes: list[psutil.Process], seconds: float = 20) -> bool:
    return not psutil.wait_procs(processes, timeout=seconds)[1]


def postmaster_of(server: EmbeddedServer) -> int:
    return int((server.folder.postgres / "postmaster.pid").read_text().splitlines()[0])


def workers_of(process: subprocess.Popen[str]) -> set[int]:
    """One for all work, one for what is small."""
    return {one.pid for one in family(process) if "bangfu.operations.worker" in command_of(one)}


def command_of(process: psutil.Process) -> list[str]:
    """Nothing for one that has just ended."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def eras(server: EmbeddedServer) -> list[str]:
    with psycopg.connect(server.urls()[1]) as connection:
        return [row[0] for row in connection.execute("select reason from audit_era order by id")]


def wait_for(done: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_killed_part_by_part_then_as_a_whole_then_stopped_by_ctrl_c(
    place: Path, port: int, server_in: ServerIn, up: Callable[[], subprocess.Popen[str]]
):
    first = up()
    server = server_in(place / "data")
    with psycopg.connect(server.urls()[0]) as connection:  # eras are the owner's to begin
        connection.execute("insert into audit_era (reason) values ('已确认')")

    workers, postmaster = workers_of(first), postmaster_of(server)
    assert len(workers) == 2
    for killed in (*workers, postmaster):
        os.kill(killed, signal.SIGKILL)
    wait_for(lambda: len(workers_of(first) - workers) == 2 and server.running())
    assert eras(server) == ["created", "已确认"]

    web = web_of(first)
    web.kill()
    assert gone([web])
    assert not may_listen(port), "nobody else takes it while the web server is away"
    assert status_of_sign_in(port) == 200, "who asks meanwhile waits"

    children = family(first)
    first.kill()
    os.kill(postmaster_of(server), signal.SIGKILL)
    first.wait()

    second = up()  # at once, on the port that what was killed may still hold
    assert gone(children), "web and worker end with the process that started them"
    assert eras(server) == ["created", "已确认"]
    children = family(second)
    second.send_signal(signal.SIGINT)
    assert second.wait(60) == 0
    assert gone(children)
    assert not server.running()
