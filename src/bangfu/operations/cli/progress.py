"""What long work says while it runs: on the error stream, so that results stay clean."""

from __future__ import annotations

import sys
from collections.abc import Callable


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def counted(words: str) -> Callable[[int, int], None]:
    """A report for commands that tell how many of how many are done."""

    def report(done: int, total: int) -> None:
        say(f"{words} {done:,} / {total:,}")

    return report
