"""A web server of one process and three threads, and clients that say byte by byte what they send."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from byte_by_byte import PATIENCE, THREADS, answer, header

from makers.certificates import certificate_in

HERE = Path(__file__).parent
WORKER = "bangfu.operations.serving.worker.Answering"
Connect = Callable[[], socket.socket]


@pytest.fixture(scope="module", params=["plain", "tls"])
def served(request, tmp_path_factory) -> Iterator[tuple[tuple[str, int], Path | None]]:
    """A server's address, and the certificate that it shows. Its log tells of nothing unexpected."""
    secured = request.param == "tls"
    folder = tmp_path_factory.mktemp("served")
    certificate, key = certificate_in(folder)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        command = [sys.executable, "-m", "gunicorn", "answering_app:application"]
        command += [f"--worker-class={WORKER}", f"--threads={THREADS}", "--worker-connections=4"]
        command += [f"--bind=fd://{listening.fileno()}", "--no-control-socket", f"--chdir={HERE}"]
        command += [f"--certfile={certificate}", f"--keyfile={key}"] if secured else []
        with (folder / "web.log").open("wb") as log:
            server = subprocess.Popen(
                command, pass_fds=[listening.fileno()], stdout=log, stderr=subprocess.STDOUT
            )
        yield listening.getsockname(), certificate if secured else None
        server.terminate()
        server.wait(PATIENCE)
    assert "Traceback" not in (folder / "web.log").read_text("utf-8")


@pytest.fixture
def connect(served) -> Iterator[Connect]:
    """Opens connections, which end with the test."""
    address, certificate = served
    with ExitStack() as opened:

        def open_one() -> socket.socket:
            client = socket.create_connection(address, timeout=PATIENCE)
            # Else the end of what is sent may wait for 40 ms, and come after what was sent later.
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if certificate:
                trusting = ssl.create_default_context(cafile=certificate)
                client = trusting.wrap_socket(client, server_hostname="127.0.0.1")
            return opened.enter_context(client)

        yield open_one


@pytest.fixture
def ask(connect: Connect) -> Callable[..., str]:
    """The body of an answer; a connection of its own unless one is given."""

    def send(body: bytes = b"", client: socket.socket | None = None, *more: bytes) -> str:
        client = client or connect()
        client.sendall(header(len(body), *more) + body)
        return answer(client)

    return send


@pytest.fixture
def silent(served) -> Iterator[Connect]:
    """Opens connections that say nothing, not even which TLS they speak."""
    address, _certificate = served
    with ExitStack() as opened:
        yield lambda: opened.enter_context(socket.create_connection(address, timeout=PATIENCE))
