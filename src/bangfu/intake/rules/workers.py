"""Worker rows against each other and against what is on file: one person, one file."""

from collections.abc import Iterable

from bangfu.intake.rules import faults
from bangfu.intake.rules.onfile import FiledWorker, OnFile
from bangfu.intake.rules.rows import ReadRow
from bangfu.intake.rules.slips import SWAPPED, numbers_meant
from bangfu.kernel.phrases import phrase
from bangfu.kernel.text import drop_apostrophe

_ALIKE = ("bad-check", "bad-identity-date")


class WorkerChecks:
    """Takes worker rows in the order of the files and adds what only shows between them."""

    def __init__(self, on_file: OnFile) -> None:
        self._on_file = on_file
        self._by_file_no: dict[str, ReadRow] = {}
        self._by_identity: dict[str, ReadRow] = {}
        self._suspects: list[ReadRow] = []
        self._order: dict[int, int] = {}

    def judge(self, rows: Iterable[ReadRow]) -> list[ReadRow]:
        """Judge all rows; returns those that are no exact duplicates."""
        kept = [row for row in rows if not self._is_duplicate(row)]
        self._order = {id(row): at for at, row in enumerate(kept)}
        for row in kept:
            self._check_person(row)
        for row in self._suspects:
            self._check_alike(row)
        return kept

    def _is_duplicate(self, row: ReadRow) -> bool:
        """Whether the row says again what an earlier one said. Its other problems are then left
        out: they are told at the first row.
        """
        if not row.file_no:
            return False
        first = self._by_file_no.setdefault(row.file_no, row)
        if first is row:
            return False
        where = place_of(first, row)
        if same_content(first, row):
            row.problems.clear()
            row.add("file_no", faults.exact_duplicate(where))
            return True
        row.add("file_no", faults.file_no_repeated(where))
        return False

    def _check_person(self, row: ReadRow) -> None:
        if any(problem.code in _ALIKE for problem in row.problems):
            self._suspects.append(row)
        if not row.id_number:
            return
        first = self._by_identity.setdefault(row.id_number, row)
        if first is not row:
            if first.file_no != row.file_no:
                _tell_same_person(row, first.file_no, first.name, upgraded=_fifteen(row))
            return
        self._check_on_file(row)

    def _check_on_file(self, row: ReadRow) -> None:
        same_person = self._on_file.by_identity(row.id_number)
        if same_person is not None and same_person.file_no != row.file_no:
            _tell_filed(row, same_person)
            return
        same_number = self._on_file.by_file_no(row.file_no) if row.file_no else None
        if same_person is not None or same_number is None:
            return
        if not self._on_file.is_member(row.id_number, row.file_no):  # else who follows the worker
            _tell_number_taken(row, same_number)

    def _check_alike(self, suspect: ReadRow) -> None:
        """A number that can't be right may be a slip in the number of somebody known.

        Where the slip was in the earlier of the two rows, the later one goes back as well.
        """
        other, slip = self._owner_meant(suspect)
        if other is None:
            return
        if self._order[id(other)] < self._order[id(suspect)]:
            _replace_bad_check(suspect, other.file_no, slip)
        elif not other.problems:
            other.add("id_number", faults.same_but_for_slip(suspect.file_no))

    def _owner_meant(self, suspect: ReadRow) -> tuple[ReadRow | None, str]:
        for number, slip in numbers_meant(_typed_number(suspect)):
            owner = self._by_identity.get(number)
            if owner is None or owner.file_no == suspect.file_no:
                continue
            if _likely_same(suspect, owner, slip):
                return owner, slip
        return None, ""


def _likely_same(suspect: ReadRow, owner: ReadRow, slip: str) -> bool:
    """A swap is telling by itself unless the names differ; one wrong digit needs more."""
    if slip == SWAPPED:
        return suspect.name == owner.name or not (suspect.name and owner.name)
    born = suspect.values.get("birth_date")
    return bool(born) and born == owner.values.get("birth_date") and suspect.name == owner.name


def _tell_same_person(row: ReadRow, file_no: str, name: str, *, upgraded: bool) -> None:
    if row.name and name and row.name != name:
        one_apart = _one_apart(row.name, name)
        row.add("name", faults.same_identity_other_name(file_no, name, one_apart))
    elif upgraded:
        row.add("id_number", faults.same_after_upgrade(file_no))
    else:
        row.add("id_number", faults.same_identity(file_no))


def _tell_filed(row: ReadRow, filed: FiledWorker) -> None:
    _tell_same_person(row, filed.file_no, filed.name, upgraded=_fifteen(row))


def _tell_number_taken(row: ReadRow, filed: FiledWorker) -> None:
    """A file's worker may have had a wrong identity number; with another name it is another."""
    if filed.name == row.name:
        row.notices.append(phrase("身份证号与在档的不同，按更正处理，需核对"))
    else:
        row.add("file_no", faults.FILE_NO_TAKEN)


def _replace_bad_check(row: ReadRow, file_no: str, slip: str) -> None:
    row.problems = [problem for problem in row.problems if problem.code not in _ALIKE]
    row.add("id_number", faults.bad_check_alike(file_no, slip))


def _fifteen(row: ReadRow) -> bool:
    return len(_typed_number(row)) == 15


def _typed_number(row: ReadRow) -> str:
    """The identity number as the office typed it, right or wrong."""
    return drop_apostrophe(row.given("id_number")).upper()


def _one_apart(number: str, other: str) -> bool:
    if len(number) != len(other):
        return False
    return sum(left != right for left, right in zip(number, other, strict=True)) == 1


def place_of(first: ReadRow, later: ReadRow) -> str:
    """Where the first row stands, as seen from a later one."""
    if first.ref == later.ref:
        return phrase("第{number}行", number=first.number)
    table = f"{first.ref.file} {first.ref.sheet}".strip()
    return phrase("{table} 第{number}行", table=table, number=first.number)


def same_content(row: ReadRow, other: ReadRow) -> bool:
    """Whether two rows say the same, however it is written; unreadable cells as they stand."""
    attrs = row.values.keys() | other.values.keys()
    return all(_said(row, attr) == _said(other, attr) for attr in attrs)


def _said(row: ReadRow, attr: str) -> object:
    value = row.values.get(attr)
    return row.given(attr) if value is None else value
