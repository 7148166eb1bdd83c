"""Installations of three sizes in which one county stays as it is: 11,132, 200,376 and 1,001,880 households.

    python benchmarks/worlds.py 200k          # make it, or say where it lies

The demo, with cases in several states, copied in the database as its owner. The files of 高州 are
copied into the other counties, so that its 2,013 stay the same in each size. What is made is kept
in the folder that BANGFU_BENCH names, else beside other temporary files, one a size and shape of
the database: the next run of this machine begins at once.
"""
# ruff: noqa: PLC0415 (the modules need Django, which `installation` sets up)

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo_place import fill_with_demo, installation, owner_connection

#: Name → how many times the demo's households.
SIZES = {"11k": 1, "200k": 18, "1m": 90}
COUNTY, COUNTY_FILES = "44098100000", 2_013
HERE = Path(__file__).parent


@contextmanager
def world(size: str) -> Iterator[None]:
    """An installation of that size, set up for Django; made if it isn't there yet."""
    folder = folder_of(size)
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o755)
    with installation(folder / "data"):
        if not (folder / "whole").exists():
            print(f"  making {size} in {folder} …", file=sys.stderr, flush=True)
            make(SIZES[size])
            (folder / "whole").touch()
        yield


@contextmanager
def copied_world(size: str) -> Iterator[None]:
    """The same, to be changed: a copy, gone when the block ends. One a process."""
    subprocess.run([sys.executable, HERE / "worlds.py", size], check=True)
    place = Path(tempfile.mkdtemp(prefix="bangfu-bench-", dir=folder_of(size).parent))
    place.chmod(0o755)
    try:
        subprocess.run(["cp", "-a", folder_of(size) / "data", place], check=True)  # owners, too
        with installation(place / "data"):
            yield
    finally:
        shutil.rmtree(place, ignore_errors=True)


def folder_of(size: str) -> Path:
    """Beside each other for each shape of the database, so that none is read by other code."""
    kept = os.environ.get("BANGFU_BENCH") or Path(tempfile.gettempdir()) / "bangfu-bench"
    return Path(kept) / f"{size}-{_shape()}"


def make(times: int) -> None:
    """Load the demo, give it cases, copy it `times` - 1 times and let the server take stock."""
    from django.db import connections

    from multiply import make_cases, multiply

    fill_with_demo()
    connections.close_all()
    with owner_connection() as connection:
        make_cases(connection)
        if times > 1:
            multiply(connection, times, COUNTY)
        connection.execute("vacuum analyze")


def _shape() -> str:
    """A digest of what makes the rows: this code, the demo, the database's declarations."""
    import bangfu

    package = Path(bangfu.__file__).parent
    ours = [HERE / "worlds.py", HERE / "multiply.py"]
    theirs = [*package.rglob("migrations/*.py"), *package.rglob("*.sql"), *package.rglob("sql.py")]
    digest = hashlib.sha256()
    for path in [*ours, *sorted(theirs), *sorted(package.glob("demo/data/*"))]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


if __name__ == "__main__":
    with world(sys.argv[1]):
        print(folder_of(sys.argv[1]))
