"""What the rules of the form ask of the register as it stands."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bangfu.registry.queries.on_file import Holder, KnownFile, holders_of, known_files

from ..rules import FiledWorker


class RegisterOnFile:
    """Answers `rules.OnFile` within the running transaction's scope, for the reporting day."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._files: dict[str, KnownFile] = {}
        self._holders: dict[str, list[Holder]] = {}

    def prepare(self, file_nos: Collection[str], identities: Collection[str]) -> None:
        self._files = known_files(file_nos)
        self._holders = holders_of(identities, self._day)

    def by_file_no(self, file_no: str) -> FiledWorker | None:
        file = self._files.get(file_no)
        return FiledWorker(file.file_no, file.name, file.visible) if file else None

    def by_identity(self, number: str) -> FiledWorker | None:
        """Of a member elsewhere nothing is said: that is told, and settled on file."""
        own = next((holder for holder in self._holders.get(number, ()) if holder.is_worker), None)
        return FiledWorker(own.file_no, own.name, own.visible) if own else None

    def is_member(self, number: str, file_no: str) -> bool:
        holders = self._holders.get(number, ())
        return any(holder.file_no == file_no and not holder.is_worker for holder in holders)
