"""Where the command begins: an interruption is answered in words from the first moment.

The commands take a second or more to load. Nothing is open by then and nothing was written, so
the process simply ends; `cli.main` then listens for itself.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from types import FrameType

from bangfu.kernel.phrases import phrase

FAILED = 1


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    return int(importlib.import_module("bangfu.operations.cli").main())


def _stop(signum: int, frame: FrameType | None) -> None:
    os.write(sys.stderr.fileno(), (phrase("已中断，什么也没有办理。") + "\n").encode())
    os._exit(FAILED)
