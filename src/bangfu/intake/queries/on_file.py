"""What the rules of the form ask of the register as it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from bangfu.registry.queries.on_file import Holder, KnownFile, holders_of, known_files

from ..rules import FiledWorker


def in_sight(
    files: Mapping[str, KnownFile], holders: Mapping[str, Sequence[Holder]]
) -> tuple[dict[str, KnownFile], dict[str, list[Holder]]]:
    """Those alone that the sender may see: before its confirmation an import tells of no other."""
    return (
        {file_no: file for file_no, file in files.items() if file.visible},
        {number: [each for each in of if each.visible] for number, of in holders.items()},
    )


class RegisterOnFile:
    """Answers `rules.OnFile` of what the running transaction sees, for the reporting day."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._files: dict[str, KnownFile] = {}
        self._holders: dict[str, list[Holder]] = {}

    def prepare(self, file_nos: Collection[str], identities: Collection[str]) -> None:
        self._files, self._holders = in_sight(
            known_files(file_nos), holders_of(identities, self._day)
        )

    def by_file_no(self, file_no: str) -> FiledWorker | None:
        file = self._files.get(file_no)
        return FiledWorker(file.file_no, file.name) if file else None

    def by_identity(self, number: str) -> FiledWorker | None:
        """Of a member elsewhere nothing is said: that is told, and settled on file."""
        own = next((holder for holder in self._holders.get(number, ()) if holder.is_worker), None)
        return FiledWorker(own.file_no, own.name) if own else None

    def is_member(self, number: str, file_no: str) -> bool:
        holders = self._holders.get(number, ())
        return any(holder.file_no == file_no and not holder.is_worker for holder in holders)
