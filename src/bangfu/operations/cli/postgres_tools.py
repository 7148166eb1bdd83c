"""PostgreSQL's own programs, run as the owner of the database: pg_dump, pg_restore, psql."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase

from ..database import database_urls, django_database
from ..embedded.binaries import wheel_folder

#: Row-level security holds for the owner too; chatter of the server is of no use to anybody.
OPTIONS = "-c app.reach=machine -c client_min_messages=error"
#: A setting that servers before PostgreSQL 17 don't know.
TOO_NEW = b"SET transaction_timeout"
HEAD = 40  # lines; where a script's settings stand
DISK_FULL = "No space left on device"


class OwnerUrlMissing(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase("备份和恢复须以所有者角色进行。请用 DATABASE_OWNER_URL 给出所有者的地址。")
        )


class ToolFailed(Exception):
    """`output` is what PostgreSQL's program wrote, without the rows that it quotes."""

    def __init__(self, output: str) -> None:
        super().__init__()
        self.said = output


def dump_to(file: IO[bytes]) -> None:
    """The whole database in PostgreSQL's own form. Raises ToolFailed."""
    command = [tool("pg_dump"), "--format=custom", "--enable-row-security", "--no-owner"]
    done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, env=owner_environment())
    if done.returncode != 0:
        raise ToolFailed(_without_rows(done.stderr))


def listed(path: Path) -> str:
    """What a dump says that it holds; empty when it is none."""
    done = subprocess.run([tool("pg_restore"), "--list", path], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else ""


def fill_from(path: Path, database: str) -> None:
    """Put a dump into an empty database, in one transaction. Raises ToolFailed.

    By way of a script: pg_restore's own connection sets what older servers refuse.
    """
    script = [tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(path)]
    server = [tool("psql"), "--no-psqlrc", "--quiet", "--single-transaction"]
    server += ["--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse", "--output=/dev/null"]
    with (
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as written,
        subprocess.Popen(
            server,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=owner_environment(database),
        ) as taken,
    ):
        _pass_on(_pipe(written.stdout), _pipe(taken.stdin))
        output = _pipe(taken.stderr).read() + _pipe(written.stderr).read()
    if written.returncode != 0 or taken.returncode != 0:
        raise ToolFailed(_without_rows(output))


def tool(name: str) -> str:
    """PostgreSQL's own program: the wheel's, unless TLS is asked for, which it does not speak."""
    secured = "sslmode" in django_database(owner_url())["OPTIONS"]
    path = shutil.which(name) if secured else None
    return path or str(wheel_folder() / name)


def owner_environment(database: str | None = None) -> dict[str, str]:
    """The owner's sign-in for PostgreSQL's programs, out of sight of the process list."""
    settings = django_database(owner_url())
    names = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    names |= {"HOST": "PGHOST", "PORT": "PGPORT"}
    variables = {variable: str(settings[key]) for key, variable in names.items() if settings[key]}
    for key, value in settings["OPTIONS"].items():
        if key.startswith("ssl"):
            variables[f"PG{key.upper()}"] = value
    if database is not None:
        variables["PGDATABASE"] = database
    return {**os.environ, **variables, "PGOPTIONS": OPTIONS}


def owner_url(database: str | None = None) -> str:
    """Raises OwnerUrlMissing."""
    url = database_urls()[0]
    if not url:
        raise OwnerUrlMissing
    return url if database is None else urlsplit(url)._replace(path=f"/{database}").geturl()


def _pass_on(script: IO[bytes], server: IO[bytes]) -> None:
    """A server that has stopped listening tells why by itself."""
    with suppress(BrokenPipeError):
        for _line in range(HEAD):
            line = script.readline()
            if not line.startswith(TOO_NEW):
                server.write(line)
        shutil.copyfileobj(script, server)
    with suppress(BrokenPipeError):
        server.close()
    script.close()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # asked for with PIPE
    return stream


def _without_rows(output: bytes) -> str:
    """The errors, without the contexts that quote a row."""
    lines = output.decode("utf-8", "replace").splitlines()
    if any(DISK_FULL in line for line in lines):
        return phrase("磁盘满了。请腾出空间后重试。")
    return "\n".join(line for line in lines if "ERROR" in line or "error:" in line)
