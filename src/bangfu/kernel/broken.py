"""Where the program broke, told without what it held."""

from __future__ import annotations

import traceback


def broken_at(error: Exception) -> str:
    """The error's kind and where in the program; never its words, which may hold what was read."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return f"{type(error).__name__}，{last.name}:{last.lineno}" if last else type(error).__name__
