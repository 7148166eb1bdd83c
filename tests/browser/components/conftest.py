"""The gallery, served on loopback under the same content policy as the real pages."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import gallery
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import override_settings

HERE = Path(__file__).parent
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"


class Gallery(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        name = self.path.partition("?")[0].strip("/")
        if name.startswith("static/"):
            path = finders.find(name.removeprefix("static/"))
            body = Path(path).read_bytes() if path else b""
        else:
            body = gallery.page(name).encode()
        self.send_response(200)
        self.send_header(
            "Content-Type", mimetypes.guess_type(name)[0] or "text/html; charset=utf-8"
        )
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def gallery_url() -> Iterator[str]:
    templates = [{**settings.TEMPLATES[0], "DIRS": [HERE / "templates"]}]
    storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gallery)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    with override_settings(TEMPLATES=templates, STORAGES=storages, ROOT_URLCONF="gallery_urls"):
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
