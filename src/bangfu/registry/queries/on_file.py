"""What the rules of the form ask of the register as it stands; one statement for a whole import."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection

from bangfu.vault.enums import SecretKind
from bangfu.vault.sealing import blind_indexes

from ..rules import FiledWorker

FILES = "select file_no, name, visible from registry_files_known(%s)"
IDENTITIES = """
select blind_index, coalesce(file_no, ''), coalesce(name, ''), is_worker, visible
from registry_identities_known(%s) order by is_worker desc, visible desc, file_no
"""


@dataclass(frozen=True)
class Holder:
    """A file that holds an identity; outside the caller's scope neither number nor name is told."""

    file_no: str
    name: str
    is_worker: bool
    visible: bool


class RegisterOnFile:
    """Answers `rules.OnFile` within the running transaction's scope."""

    def __init__(self) -> None:
        self._files: dict[str, FiledWorker] = {}
        self._holders: dict[str, list[Holder]] = {}

    def prepare(self, file_nos: Collection[str], identities: Collection[str]) -> None:
        self._files = known_files(file_nos)
        self._holders = holders_of(identities)

    def by_file_no(self, file_no: str) -> FiledWorker | None:
        return self._files.get(file_no)

    def by_identity(self, number: str) -> FiledWorker | None:
        """The worker's own file before one that lists the person as a member."""
        found = self._holders.get(number)
        return FiledWorker(found[0].file_no, found[0].name, found[0].visible) if found else None


def known_files(file_nos: Iterable[str]) -> dict[str, FiledWorker]:
    with connection.cursor() as cursor:
        cursor.execute(FILES, [sorted(set(file_nos))])
        return {
            number: FiledWorker(number, name or "", seen)
            for number, name, seen in cursor.fetchall()
        }


def holders_of(identities: Iterable[str]) -> dict[str, list[Holder]]:
    """All files that hold each identity number, a worker's own first."""
    numbers = sorted(set(identities))
    indexes = blind_indexes(SecretKind.ID_NUMBER, numbers)
    number_of = dict(zip(indexes, numbers, strict=True))
    found: dict[str, list[Holder]] = {}
    with connection.cursor() as cursor:
        cursor.execute(IDENTITIES, [indexes])
        for index, *holder in cursor.fetchall():
            found.setdefault(number_of[bytes(index)], []).append(Holder(*holder))
    return found
