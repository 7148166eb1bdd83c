"""Long work over many small values, or short-lived classes: looking for cycles would take a quarter of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def steadily() -> Iterator[None]:
    """Leave the cycle collector off inside; counting references goes on freeing what is done with."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
