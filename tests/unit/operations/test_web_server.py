"""How the web server is started: what a client may not tell it."""

from __future__ import annotations

import socket

from gunicorn.config import Config

from bangfu.operations.cli.children import web
from bangfu.operations.datafolder import DataFolder


def test_no_header_of_a_client_becomes_the_prefix_of_our_addresses(tmp_path):
    with socket.socket() as listening:
        child = web(DataFolder(tmp_path), listening)
    server = Config()
    for name, value in vars(server.parser().parse_args(child.arguments)).items():
        if name in server.settings and value is not None:
            server.set(name, value)
    assert server.threads == 4
    assert server.forwarder_headers == []
