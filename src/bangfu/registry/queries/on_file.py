"""Which files and identities the register holds, wherever they lie; one statement for a whole import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_indexes

FILES = "select file_no, name, visible from registry_files_known(%s)"
IDENTITIES = """
select blind_index, coalesce(file_no, ''), coalesce(name, ''), is_worker, visible
from registry_identities_known(%s::bytea[], %s) order by is_worker desc, visible desc, file_no
"""


@dataclass(frozen=True)
class KnownFile:
    """A file and its worker. `visible` False: it lies outside the caller's scope; no name is told."""

    file_no: str
    name: str
    visible: bool


@dataclass(frozen=True)
class Holder:
    """A file that holds an identity; outside the caller's scope neither number nor name is told."""

    file_no: str
    name: str
    is_worker: bool
    visible: bool


def known_files(file_nos: Iterable[str]) -> dict[str, KnownFile]:
    """By file number, those that exist."""
    with connection.cursor() as cursor:
        cursor.execute(FILES, [sorted(set(file_nos))])
        return {
            number: KnownFile(number, name or "", seen) for number, name, seen in cursor.fetchall()
        }


def holders_of(identities: Iterable[str], day: date) -> dict[str, list[Holder]]:
    """All files that hold each identity number on that day or later, a worker's own first."""
    numbers = sorted(set(identities))
    indexes = blind_indexes(SecretKind.ID_NUMBER, numbers)
    number_of = dict(zip(indexes, numbers, strict=True))
    holders: dict[str, list[Holder]] = {}
    with connection.cursor() as cursor:
        cursor.execute(IDENTITIES, [byte_array(indexes), day])
        for index, *holder in cursor.fetchall():
            holders.setdefault(number_of[bytes(index)], []).append(Holder(*holder))
    return holders


def byte_array(digests: Iterable[bytes]) -> str:
    """As the database reads an array of bytes: the driver would quote each by itself."""
    return "{" + ",".join(f'"\\\\x{each.hex()}"' for each in digests) + "}"
