"""What the tests serve: it says how many bytes it was sent, and over what."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from typing import Any

#: Bytes; more than the buffers of both ends take.
LARGE_ANSWER = 8_000_000


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    sent = environ["wsgi.input"].read()
    large = environ["PATH_INFO"] in ("/large", "/file")
    said = b"x" * LARGE_ANSWER if large else f"{environ['wsgi.url_scheme']} {len(sent)}".encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return _as_file(environ, said) if environ["PATH_INFO"] == "/file" else [said]


def _as_file(environ: dict[str, Any], said: bytes) -> Iterable[bytes]:
    """As style sheets are served."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the server closes it
    file.write(said)
    file.seek(0)
    return environ["wsgi.file_wrapper"](file)
