"""An installation of its own with the demo in it, for benchmarks; gone when the block ends."""
# ruff: noqa: PLC0415 (the modules need Django, which `system` sets up)

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def demo_place() -> Iterator[None]:
    """Django is set up inside; models may be imported there."""
    place = Path(tempfile.mkdtemp(prefix="bangfu-bench-"))
    place.chmod(0o755)
    from bangfu.operations.datafolder import data_folder
    from bangfu.operations.embedded import EmbeddedServer

    try:
        with installation(place / "data"):
            fill_with_demo()
            yield
    finally:
        EmbeddedServer(data_folder()).destroy()
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def installation(folder: Path) -> Iterator[None]:
    """The installation of a data folder, its server running and Django set up inside."""
    os.environ["BANGFU_DATA"] = str(folder)
    for given in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(given, None)
    from bangfu.operations.cli.system import database_server, prepare_database
    from bangfu.operations.datafolder import data_folder

    with database_server(data_folder().create()):
        prepare_database()
        from django.db import connections

        try:
            yield
        finally:
            connections.close_all()


def fill_with_demo() -> None:
    from bangfu.demo.load import load_demo
    from bangfu.operations.datafolder import data_folder

    load_demo(lambda said: None, data_folder().write_demo_passwords)


def owner_connection() -> psycopg.Connection:
    """As the role that owns the tables, each statement by itself."""
    from bangfu.operations.database import database_urls

    return psycopg.connect(database_urls()[0], autocommit=True)


def median_of(times: int, act: Callable[[], object]) -> float:
    """Seconds, after one run that is not counted."""
    act()
    return statistics.median(_seconds(act) for _ in range(times))


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def tell(words: str, seconds: float, against: float | None = None) -> None:
    ratio = "" if against is None else f"   ratio {seconds / against:.2f}"
    print(f"  {words:<44}{seconds * 1000:10.1f} ms{ratio}")
