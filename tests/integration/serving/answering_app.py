"""What the tests serve: it says how many bytes it was sent, and over what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
    sent = environ["wsgi.input"].read()
    if environ["PATH_INFO"] == "/large":
        said = b"x" * 8_000_000
    else:
        said = f"{environ['wsgi.url_scheme']} {len(sent)}".encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    yield said
