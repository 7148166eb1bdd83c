"""Results go to their file whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bangfu.kernel.phrases import phrase

from .progress import say


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name only when the block ends well; a device or pipe is written to."""
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def hand_out(table: str, path: Path | None) -> None:
    """A table in the file that was asked for, else on standard output."""
    if path is None:
        sys.stdout.buffer.write(table.encode())
        return
    with whole_file(path) as out:
        out.write(table.encode())
    say(phrase("已写入 {path}", path=path))
