"""A web server of one process and three threads, and clients that say byte by byte what they send."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HERE = Path(__file__).parent
WORKER = "bangfu.operations.serving.worker.Answering"
THREADS = 3
PATIENCE = 30  # seconds; a client that waits longer waits for ever
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


def header(length: int, *more: bytes) -> bytes:
    lines = [b"POST / HTTP/1.1", b"Host: 127.0.0.1", b"Content-Length: %d" % length, *more]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def answer(client: socket.socket) -> str:
    """The body of the next answer, of which nothing may be left over."""
    said = b""
    while b"\r\n\r\n" not in said or len(said) < whole(said):
        data = client.recv(65536)
        assert data, said
        said += data
    assert len(said) == whole(said)
    return said.partition(b"\r\n\r\n")[2].decode()


def whole(said: bytes) -> int:
    head = said.partition(b"\r\n\r\n")[0].lower()
    return len(head) + 4 + int(head.partition(b"content-length:")[2].split()[0])


def certificate_in(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bangfu test")])
    begins = datetime(2000, 1, 1, tzinfo=UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, begins, begins + timedelta(36500))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, secret
