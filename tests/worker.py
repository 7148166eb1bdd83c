"""The background worker as `bangfu up` starts it, on a given database."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def background_worker(database_url: str, *lanes: str) -> Iterator[None]:
    """Of the lanes named, of all when none is. Ends with the block; what it complained of fails the
    test.
    """
    environment = {**os.environ, "DATABASE_URL": database_url, "PYTHONWARNINGS": "default"}
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "bangfu.operations.worker", *lanes],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        try:
            yield
            assert process.poll() is None, "the worker ended by itself"
        finally:
            process.terminate()
            process.wait(20)
            said.seek(0)
            errors = [line for line in said if "ERROR" in line or "Traceback" in line]
        assert errors == []
