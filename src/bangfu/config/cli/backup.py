"""`bangfu backup FILE`: the whole database in one file, without the keys that open it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from bangfu.kernel.errors import BangfuError

from ..database import database_urls, django_database
from ..datafolder import data_folder
from ..embedded.binaries import wheel_folder
from .parsing import Commands, Options, writable_file
from .system import system

WHOLE_REGISTER = "-c app.reach=machine"
SEAL = b"\nBANGFU-SHA256\n"
SEAL_LENGTH = len(SEAL) + hashlib.sha256().digest_size
BLOCK = 1 << 20


class BackupFailed(BangfuError):
    def __init__(self, said: str) -> None:
        super().__init__(f"备份失败，没有写出文件：\n{said.strip()}")


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "backup",
        help="备份数据库",
        about=(
            "把整个数据库备份到一个文件（只有本用户可读），系统可以继续运行。"
            "证件号和卡号在其中是加密的；打开它们的密钥不在备份里，"
            "请把数据文件夹中的 secrets/vault-key 另存到别处，缺了它，恢复出来的号码就打不开。"
        ),
    )
    parser.add_argument("file", type=writable_file, metavar="FILE", help="备份文件")
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    if options.file.exists() and not options.file.is_file():
        raise BackupFailed(f"{options.file} 不是普通文件")
    with system(founding=False):
        dump(options.file)
    size = options.file.stat().st_size / 1_000_000
    print(f"已备份到 {options.file}（{size:.1f} MB）。")
    print(f"密钥不在备份里，请另存：{data_folder().vault_key_file}")
    return 0


def dump(target: Path) -> None:
    """Write a backup in whole or not at all.

    The owner is under row-level security like everybody; it dumps with the whole register in view.

    Raises:
        BackupFailed, OwnerUrlMissing
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with open(handle, "wb") as file:
            command = [tool("pg_dump"), "--format=custom", "--enable-row-security", "--no-owner"]
            done = subprocess.run(
                command, stdout=file, stderr=subprocess.PIPE, env=owner_environment(), check=False
            )
            if done.returncode != 0:
                raise BackupFailed(done.stderr.decode("utf-8", "replace"))
            file.seek(0, os.SEEK_END)  # pg_dump wrote through the same handle
            file.write(seal(fresh))
            file.flush()
            os.fsync(handle)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def seal(path: Path) -> bytes:
    """What stands behind the dump, where PostgreSQL's programs don't look: its digest.

    pg_restore takes some truncated files for whole ones.
    """
    with path.open("rb") as file:
        return SEAL + hashlib.file_digest(file, "sha256").digest()


def is_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        length = file.tell() - SEAL_LENGTH
        if length < 0:
            return False
        file.seek(length)
        end = file.read()
        file.seek(0)
        digest = hashlib.sha256()
        while length > 0 and (block := file.read(min(length, BLOCK))):
            digest.update(block)
            length -= len(block)
    return end == SEAL + digest.digest()


def tool(name: str) -> str:
    """PostgreSQL's own program: the wheel's, unless TLS is asked for, which it does not speak."""
    secured = "sslmode" in django_database(owner_url())["OPTIONS"]
    found = shutil.which(name) if secured else None
    return found or str(wheel_folder() / name)


def owner_environment(database: str | None = None) -> dict[str, str]:
    """The owner's sign-in for PostgreSQL's programs, out of sight of the process list."""
    url = owner_url()
    settings = django_database(url)
    names = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    names |= {"HOST": "PGHOST", "PORT": "PGPORT"}
    given = {variable: str(settings[key]) for key, variable in names.items() if settings[key]}
    if "sslmode" in settings["OPTIONS"]:
        given["PGSSLMODE"] = settings["OPTIONS"]["sslmode"]
    if database is not None:
        given["PGDATABASE"] = database
    return {**os.environ, **given, "PGOPTIONS": WHOLE_REGISTER}


def owner_url(database: str | None = None) -> str:
    """Raises OwnerUrlMissing."""
    url = database_urls()[0]
    if not url:
        raise OwnerUrlMissing
    return url if database is None else urlsplit(url)._replace(path=f"/{database}").geturl()


class OwnerUrlMissing(BangfuError):
    def __init__(self) -> None:
        super().__init__("备份和恢复须以所有者角色进行。请用 DATABASE_OWNER_URL 给出所有者的地址。")
