"""How errors are written to the log: where and of what kind, never with the values they quote.

The words of an exception may hold a name, a number or a whole row (a database's message quotes
the values that broke a constraint), so they are left out together with everything that was bound.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """File, line and function of every frame, and the kinds of the errors down to the first cause."""

    def formatException(self, ei: ExcInfo) -> str:
        return "\n".join(self._told(ei[1])) if ei[1] is not None else ""

    def _told(self, error: BaseException) -> list[str]:
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        before = [*self._told(cause), "led to"] if cause is not None else []
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return [*before, *places, f"{type(error).__module__}.{type(error).__qualname__}"]
