"""Member rows against each other, their files, and the household's size."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bangfu.intake.rules import faults
from bangfu.intake.rules.households import THEMSELVES
from bangfu.intake.rules.onfile import OnFile
from bangfu.intake.rules.rows import ReadRow
from bangfu.intake.rules.workers import place_of, same_content
from bangfu.kernel.phrases import phrase


class MemberChecks:
    """Takes member rows in the order of the files, after the workers are judged.

    Args:
        workers: the rows that first named each file, rejected ones included.
    """

    def __init__(self, workers: Mapping[str, ReadRow], on_file: OnFile) -> None:
        self._workers = workers
        self._on_file = on_file
        self.of_file: dict[str, list[ReadRow]] = defaultdict(list)

    def judge(self, rows: Iterable[ReadRow]) -> list[ReadRow]:
        """Judge all rows; returns those that are no exact duplicates."""
        kept = [row for row in rows if not self._is_duplicate(row)]
        for row in kept:
            self._check_file(row)
        return kept

    def _is_duplicate(self, row: ReadRow) -> bool:
        earlier = self.of_file[row.file_no] if row.file_no else []
        twin = next((each for each in earlier if same_content(each, row)), None)
        if twin is not None:
            row.problems.clear()
            row.add("id_number", faults.exact_duplicate(place_of(twin, row)))
            return True
        same = next((each for each in earlier if _same_person(each, row)), None)
        if same is not None:
            row.add("id_number", faults.identity_repeated(place_of(same, row)))
        earlier.append(row)
        return False

    def _check_file(self, row: ReadRow) -> None:
        if not row.file_no:
            return
        worker = self._workers.get(row.file_no)
        if worker is None:
            if self._on_file.by_file_no(row.file_no) is None:
                row.add("file_no", faults.UNKNOWN_FILE)
        elif _same_person(worker, row):
            row.add("id_number", faults.MEMBER_IS_WORKER)


def names_its_worker(row: ReadRow, workers: Mapping[str, ReadRow], on_file: OnFile) -> bool:
    """Whether a row of a list of members is the worker himself: by relation, and by number or name."""
    if row.given("relation") not in THEMSELVES or not row.file_no:
        return False
    if worker := workers.get(row.file_no):
        number = row.given("id_number")
        return _same_person(worker, row) or (not number and worker.name == row.name != "")
    filed = on_file.by_file_no(row.file_no)
    return filed is not None and filed.name == row.name


def _same_person(row: ReadRow, other: ReadRow) -> bool:
    return bool(row.id_number) and row.id_number == other.id_number


def unlisted(worker: ReadRow, members: int) -> int:
    """How many persons the size counts beyond the worker and the member rows that came."""
    size = worker.values.get("size")
    return max(size - 1 - members, 0) if isinstance(size, int) else 0


def note_size(worker: ReadRow, members: int) -> None:
    """Tell the office when the size it gave and the rows it sent disagree; not an objection."""
    size = worker.values.get("size")
    if isinstance(size, int) and size != 1 + members:
        worker.notices.append(
            phrase(
                "家庭人口 {size} 与成员表 1+{members} 不一致，需核对", size=size, members=members
            )
        )
