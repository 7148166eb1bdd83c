"""`bangfu up` as a process of its own, until it says that it serves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
from test_up import command_of


@dataclass(frozen=True)
class Up:
    process: subprocess.Popen[str]
    port: int
    said: str

    def children(self, part: str = "") -> list[psutil.Process]:
        """What it started, and what these did; those whose command names the part."""
        every = psutil.Process(self.process.pid).children(recursive=True)
        return [one for one in every if part in " ".join(command_of(one))]


@contextmanager
def risen(environment: Mapping[str, str], port: int, *options: str) -> Iterator[Up]:
    command = [sys.executable, "-m", "bangfu.operations.cli", "up", "--no-demo", f"--port={port}"]
    with subprocess.Popen(
        [*command, *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            said = []
            for line in process.stdout:
                said.append(line)
                if "按 Ctrl-C 停止" in line:
                    break
            assert process.poll() is None, "".join(said)
            yield Up(process, port, "".join(said))
        finally:
            process.terminate()
            process.wait(60)
