"""A process that holds keys is closed to others of its own user, also to children that a hostile file took over."""

from __future__ import annotations

import ctypes
import sys

PR_SET_DUMPABLE = 4


def close_memory() -> None:
    """Nobody but root reads its memory or its open files below `/proc` any more. Linux alone can; a fork keeps it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
