"""Making the data of a new server: whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

from bangfu.kernel.phrases import phrase

from .binaries import VERSION
from .errors import DataOfAnotherVersion, ServerFailed
from .places import ServerHome
from .roles import BOOTSTRAP, SUPERUSER, write_access
from .tuning import configuration

SETTINGS = "bangfu.conf"


def ensure_cluster(home: ServerHome, programs: Path) -> None:
    """Make the data in a folder aside and rename it, so that a crash leaves no half of it."""
    if home.data.exists():
        _refuse_another_version(home.data)
        return
    fresh = home.root / "postgres.new"
    shutil.rmtree(fresh, ignore_errors=True)
    home.user.make_folder(fresh)
    _initialise(home, programs, fresh)
    _bootstrap(home, programs, fresh)
    fresh.rename(home.data)


def _refuse_another_version(data: Path) -> None:
    """Raises DataOfAnotherVersion."""
    version = (data / "PG_VERSION").read_text("utf-8").strip()
    if version != VERSION:
        raise DataOfAnotherVersion(version, VERSION)


def write_settings(home: ServerHome, socket_folder: Path) -> None:
    home.user.write(
        home.data / SETTINGS, configuration(socket_folder, for_group=home.user.is_other)
    )
    write_access(home.data, home.user)


def _initialise(home: ServerHome, programs: Path, data: Path) -> None:
    initdb = home.user.run(
        [
            programs / "initdb",
            f"--pgdata={data}",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--auth=reject",
            "--no-instructions",
        ],
        capture_output=True,
    )
    if initdb.returncode != 0:
        raise ServerFailed(phrase("初始化"), initdb.stderr)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"\ninclude_if_exists '{SETTINGS}'\n")


def _bootstrap(home: ServerHome, programs: Path, data: Path) -> None:
    """Create roles and database without a running server: nobody ever signs in as superuser."""
    ran = home.user.run(
        [programs / "postgres", "--single", "-j", "-D", data, "postgres"],
        input=BOOTSTRAP.replace("\n", ";\n\n"),
        capture_output=True,
    )
    if ran.returncode != 0 or "ERROR" in ran.stderr:
        raise ServerFailed(phrase("建立角色"), ran.stderr)
