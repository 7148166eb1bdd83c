"""Fifty officers at once at 11,132 households: real web server, real pages, in turn with other code.

    python benchmarks/officers.py
    python benchmarks/officers.py --against "/old/.venv/bin/python /old/benchmarks/officers.py"

Each side serves an installation of its own by gunicorn on loopback, as `bangfu up` starts it. The
sides are asked in turn, so that a busy machine shifts both. Told are milliseconds at half and at
95 of 100 requests, of a turn with as many requests a side.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `world` sets up)

from __future__ import annotations

import argparse
import json
import os
import random
import re
import selectors
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from urllib.parse import urlencode

from worlds import world

OFFICERS, ROUNDS, TURNS = 50, 6, 3
LONGEST = 120.0  # seconds that a turn may take
LISTS = [
    "/files/",
    "/files/?" + urlencode({"class": "低保边缘户"}),
    "/files/?" + urlencode({"text": "4409812010"}),
    "/figures/",
    "/cases/?tab=checked",
]
#: Who asks for what; every role reads the lists.
PATHS = {
    "gz-filer": [*LISTS, "/cases/new/", "/files/4409812010000100/"],
    "gz-reviewer": [*LISTS, "/cases/?tab=submitted", "/files/4409812010000200/"],
    "hz-reviewer": [*LISTS, "/cases/?tab=submitted", "/files/4409822010000200/"],
    "edu-reviewer": [*LISTS],
    "city-auditor": [*LISTS, "/files/?" + urlencode({"area": "440982"}), "/log/"],
    "city-approver": [*LISTS, "/cases/?tab=ended"],
}


@dataclass(frozen=True)
class Served:
    """A web server that runs, and a session cookie for each officer."""

    words: str
    port: int
    cookies: dict[str, str]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--against", action="append", default=[], help="a command: the other code")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        return serve()
    own = [sys.executable, __file__]
    commands = [("this code", own), *(("against", shlex.split(one)) for one in options.against)]
    with ExitStack() as stack:
        sides = [stack.enter_context(served(words, command)) for words, command in commands]
        for side in sides:
            turn(side, 1)  # both warm
        taken: dict[int, list[float]] = {side.port: [] for side in sides}
        told = []
        for _ in range(TURNS):
            for side in sides:
                milliseconds = turn(side, ROUNDS)
                taken[side.port] += milliseconds
                told.append((side.words, p95(milliseconds)))
    print(f"{OFFICERS} officers at once, {TURNS} turns of {OFFICERS * ROUNDS} requests a side")
    for side in sides:
        its = taken[side.port]
        print(f"  {side.words:<12} p50 {median(its):8.0f} ms   p95 {p95(its):8.0f} ms   {len(its)}")
    print("  p95 by turn: " + ", ".join(f"{words} {of_turn:.0f}" for words, of_turn in told))
    if len(sides) > 1:
        first, other = (p95(taken[side.port]) for side in sides[:2])
        print(f"  p95, this / against {first / other:10.2f}   (wanted: 0.33)")
    return 0


def turn(side: Served, rounds: int) -> list[float]:
    """Every officer opens page after page without a pause; milliseconds of each request."""
    ends = time.monotonic() + LONGEST
    names = [list(PATHS)[n % len(PATHS)] for n in range(OFFICERS)]
    with selectors.DefaultSelector() as waiting:
        for n, name in enumerate(names):
            officer = Officer(side, name, random.Random(n), rounds)
            officer.ask()
            waiting.register(officer.connection, selectors.EVENT_READ, officer)
        taken: list[float] = []
        while waiting.get_map() and time.monotonic() < ends:
            for key, _ in waiting.select(1):
                officer = key.data
                if (milliseconds := officer.read()) is not None:
                    taken.append(milliseconds)
                    waiting.unregister(officer.connection)
                    officer.connection.close()
                    if officer.ask():
                        waiting.register(officer.connection, selectors.EVENT_READ, officer)
    return taken


class Officer:
    """One browser. It takes as little of the processor as it can: the server's pages are measured.

    Each page comes by a connection of its own, for who reads a page reads longer than a server holds one
    open. Fifty that stay would mostly lie with the worker that happened to take them.
    """

    connection: socket.socket

    def __init__(self, side: Served, name: str, chance: random.Random, rounds: int) -> None:
        self.port = side.port
        self.name, self.chance, self.left = name, chance, rounds
        self.cookie = side.cookies[name]
        self.path, self.asked_at, self.answer = "", 0.0, bytearray()

    def ask(self) -> bool:
        """Ask for the next page; False after the last."""
        if not self.left:
            return False
        self.left -= 1
        self.path, self.answer = self.chance.choice(PATHS[self.name]), bytearray()
        request = (
            f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\n"
            "Accept-Encoding: gzip\r\n\r\n"
        )
        self.asked_at = time.perf_counter()
        self.connection = socket.create_connection(("127.0.0.1", self.port))
        self.connection.sendall(request.encode())
        return True

    def read(self) -> float | None:
        """Milliseconds since the page was asked for, as soon as it is whole."""
        part = self.connection.recv(1 << 18)
        self.answer += part
        head, gap, body = bytes(self.answer).partition(b"\r\n\r\n")
        if not part or (gap and not head.startswith(b"HTTP/1.1 200 ")):
            raise RuntimeError(f"{self.name} {self.path}: {head[:80]!r}")
        length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
        if not gap or len(body) < int(length[1] if length else 1 << 40):
            return None
        return (time.perf_counter() - self.asked_at) * 1000


def p95(milliseconds: list[float]) -> float:
    return quantiles(milliseconds, n=20)[-1]


@contextmanager
def served(words: str, command: list[str]) -> Iterator[Served]:
    process = subprocess.Popen(
        [*command, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        said = json.loads(process.stdout.readline())
        yield Served(words, said["port"], said["cookies"])
    finally:
        process.stdin.close()
        process.wait(60)


def serve() -> int:
    """Serve until nobody reads any more; the first line of output says where."""
    # Output of the making goes elsewhere: the first line is read by a program.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    with world("11k"):
        from django.core.management import call_command
        from django.db import connections

        from bangfu.operations.cli.children import ANSWERING

        call_command("collectstatic", interactive=False, verbosity=0)
        cookies = {name: cookie_of(name) for name in PATHS}
        connections.close_all()
        port = free_port()
        bound = [f"--bind=127.0.0.1:{port}", "--timeout=90", "--no-control-socket"]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *ANSWERING, *bound],
            env={**os.environ, "BANGFU_POOL": "1"},
        )
        wait_for(port)
        print(json.dumps({"port": port, "cookies": cookies}), file=out, flush=True)
        sys.stdin.read()
        server.terminate()
        server.wait(30)
    return 0


def cookie_of(username: str) -> str:
    """A session as signing in would make it; a password costs more than a page."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from bangfu.accounts.models import User

    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the web server did not start")


if __name__ == "__main__":
    sys.exit(main())
