"""`bangfu backup FILE`: the whole database in one file, without the keys that open it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from bangfu.kernel.phrases import phrase

from ..checking.work import note_of_writing
from ..datafolder import data_folder
from .errors import BackupFailed
from .parsing import Commands, Options, writable_file
from .postgres_tools import ToolFailed, dump_to
from .remains import clear_beside
from .system import standing_system

DUMP = b"PGDMP"
SEAL = b"\nBANGFU-SHA256\n"
SEAL_LENGTH = len(SEAL) + hashlib.sha256().digest_size
BLOCK = 1 << 20


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "backup",
        help=phrase("备份数据库"),
        about=(
            phrase(
                "把整个数据库备份到一个文件（只有本用户可读），系统可以继续运行。"
                "证件号和卡号在其中是加密的；打开它们的密钥不在备份里，"
                "请把数据文件夹中的 secrets/vault-key 另存到别处，缺了它，恢复出来的号码就打不开。"
            )
        ),
    )
    parser.add_argument("file", type=writable_file, metavar="FILE", help=phrase("备份文件"))
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    if options.file.exists() and not options.file.is_file():
        raise BackupFailed(phrase("{path} 不是普通文件", path=options.file))
    with standing_system():
        dump(options.file)
    size = options.file.stat().st_size / 1_000_000
    print(phrase("已备份到 {path}（{size:.1f} MB）。", path=options.file, size=size))
    print(phrase("密钥不在备份里，请另存：{path}", path=data_folder().vault_key_file))
    return 0


def dump(target: Path) -> None:
    """Write a backup in whole or not at all.

    The owner is under row-level security like everybody; it dumps with the whole register in view.

    Raises:
        BackupFailed, OwnerUrlMissing
    """
    clear_beside(target)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    note = note_of_writing(data_folder())
    note.write_text(str(fresh.absolute()), encoding="utf-8")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "wb") as file:
            try:
                dump_to(file)
            except ToolFailed as error:
                raise BackupFailed(error.said) from None
            file.seek(0, os.SEEK_END)  # pg_dump wrote through the same handle
            file.write(seal(fresh))
            file.flush()
            os.fsync(handle)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
        note.unlink(missing_ok=True)


def seal(path: Path) -> bytes:
    """What stands behind the dump, where PostgreSQL's programs don't look: its digest.

    pg_restore takes some truncated files for whole ones.
    """
    with path.open("rb") as file:
        return SEAL + hashlib.file_digest(file, "sha256").digest()


def is_dump(path: Path) -> bool:
    """Whether it begins like a dump, whole or not."""
    with path.open("rb") as file:
        return file.read(len(DUMP)) == DUMP


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
