"""How the web server is started: what a client may not tell it."""

from __future__ import annotations

import socket
import sys

from gunicorn.config import Config

from bangfu.operations.cli.children import web
from bangfu.operations.datafolder import DataFolder
from bangfu.operations.stepping_down import Runner


def test_no_header_of_a_client_becomes_the_prefix_of_our_addresses(tmp_path):
    runner = Runner(sys.executable, dict)
    with socket.socket() as listening, web(DataFolder(tmp_path), runner, listening) as child:
        pass
    server = Config()
    for name, value in vars(server.parser().parse_args(child.arguments)).items():
        if name in server.settings and value is not None:
            server.set(name, value)
    assert server.threads == 4
    assert server.forwarder_headers == []
