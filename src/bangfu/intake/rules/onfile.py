"""What the rules ask of the register as it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class FiledWorker:
    """The worker of a file in the importing officer's scope."""

    file_no: str
    name: str


class OnFile(Protocol):
    """Asked once for everything, so that the answer can be one query; then looked up in memory."""

    def prepare(self, file_nos: Collection[str], identities: Collection[str]) -> None:
        """Told all the file and identity numbers of the batch before any is looked up."""

    def by_file_no(self, file_no: str) -> FiledWorker | None:
        """The worker of a file; None out of sight, too."""

    def by_identity(self, number: str) -> FiledWorker | None:
        """The own file, as a worker, of the person with this identity number, eighteen characters; None
        out of sight, too.
        """

    def is_member(self, number: str, file_no: str) -> bool:
        """Whether the person with this identity number is a member in that file."""


class NothingOnFile:
    """An empty register."""

    def prepare(self, file_nos: Collection[str], identities: Collection[str]) -> None:
        pass

    def by_file_no(self, file_no: str) -> FiledWorker | None:
        return None

    def by_identity(self, number: str) -> FiledWorker | None:
        return None

    def is_member(self, number: str, file_no: str) -> bool:
        return False
